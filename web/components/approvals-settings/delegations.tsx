'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';

import type { Delegation } from '#shared/contracts/api/models/approval-settings.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import type { ResponseOf } from '#web/lib/endpoints.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { DelegateDialog } from './delegate-dialog.tsx';

/** A member as the dialog offers them. */
export type Member = ResponseOf<'GET /members'>['items'][number];

type Props = { readonly items: readonly Delegation[]; readonly members: readonly Member[] };

/** Who stands in for whom, from when until when. */
export function Delegations({ items, members }: Props) {
  const { t } = useI18n();
  const { may } = useMe();
  const words = t.approvalSettings;
  const [isAdding, setIsAdding] = useState(false);
  const { state, send } = useWrite('DELETE /delegations/{delegationId}', useSaved(words.ended));
  return (
    <section className="panel" aria-labelledby="delegations-title">
      <div className="head">
        <div>
          <h2 id="delegations-title">{words.delegations}</h2>
          <p className="quiet small">{words.delegationsIntro}</p>
        </div>
        {may('approver') ? <Button onClick={() => setIsAdding(true)}>{words.add}</Button> : null}
      </div>
      <WriteNote state={state} />
      {items.length === 0 ? (
        <p className="quiet">{words.noDelegations}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={words.delegations}>
          <table className="table">
            <thead>
              <tr>
                {(['to', 'from', 'first', 'until', 'status'] as const).map((name) => (
                  <th key={name} scope="col">
                    {words.columns[name]}
                  </th>
                ))}
                <th scope="col">
                  <span className="hidden">{t.app.details}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <Row
                  key={item.delegationId}
                  item={item}
                  onEnd={(delegationId) => void send({ params: { delegationId } })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isAdding ? <DelegateDialog members={members} onClose={() => setIsAdding(false)} /> : null}
    </section>
  );
}

type RowProps = { readonly item: Delegation; readonly onEnd: (delegationId: string) => void };

function Row({ item, onEnd }: RowProps) {
  const { t, f } = useI18n();
  const words = t.approvalSettings;
  const { delegationId, mayEnd, fromName, toName, fromDay, untilDay, status } = item;
  return (
    <tr>
      <th scope="row">{toName}</th>
      <td>{fromName}</td>
      <td>{f.fullDay(fromDay)}</td>
      <td>{f.fullDay(untilDay)}</td>
      <td>
        <span className="tag" data-tone={status === 'active' ? 'good' : 'quiet'}>
          {words.states[status]}
        </span>
      </td>
      <td>
        {mayEnd ? (
          <Button size="compact-xs" variant="default" onClick={() => onEnd(delegationId)}>
            {words.end}
            <span className="hidden"> {words.endOf(fromName, toName)}</span>
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
