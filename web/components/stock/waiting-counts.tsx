'use client';

import { Button, Group } from '@mantine/core';
import { useState } from 'react';

import type { StockCount } from '#shared/contracts/api/models/stock.ts';
import { MinorMoney } from '#web/components/parts/money.tsx';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { RejectCountDialog } from './reject-count-dialog.tsx';

/** Counts whose difference is worth more than the limit, for somebody else than who counted to decide on. */
export function WaitingCounts({ counts }: { readonly counts: readonly StockCount[] }) {
  const { t } = useI18n();
  const words = t.stock;
  const [rejecting, setRejecting] = useState<StockCount | null>(null);
  const { state, send } = useWrite('POST /stock-counts/{countId}/approval', useSaved(words.approved));
  return (
    <div className="panel">
      <h2>{words.counts}</h2>
      <p className="quiet small">{counts.length === 0 ? words.noCounts : words.countsText}</p>
      <WriteNote state={state} />
      {counts.length === 0 ? null : (
        <CountsTable
          counts={counts}
          onApprove={({ countId }) => void send({ params: { countId }, body: { decision: 'approve' } })}
          onReject={setRejecting}
        />
      )}
      {rejecting === null ? null : <RejectCountDialog count={rejecting} onClose={() => setRejecting(null)} />}
    </div>
  );
}

type TableProps = {
  readonly counts: readonly StockCount[];
  readonly onApprove: (count: StockCount) => void;
  readonly onReject: (count: StockCount) => void;
};

function CountsTable({ counts, onApprove, onReject }: TableProps) {
  const { t } = useI18n();
  const { may } = useMe();
  const { countColumns, counts: title, columns } = t.stock;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="table">
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{countColumns.product}</th>
            <th scope="col">{countColumns.location}</th>
            <th scope="col" className="num">
              {countColumns.expected}
            </th>
            <th scope="col" className="num">
              {countColumns.counted}
            </th>
            <th scope="col" className="num">
              {countColumns.value}
            </th>
            <th scope="col" className="wide">
              {countColumns.by}
            </th>
            {may('approver') ? <th scope="col">{columns.actions}</th> : null}
          </tr>
        </thead>
        <tbody>
          {counts.map((count) => (
            <Row key={count.countId} count={count} onApprove={onApprove} onReject={onReject} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = Omit<TableProps, 'counts'> & { readonly count: StockCount };

function Row({ count, onApprove, onReject }: RowProps) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const words = t.stock;
  return (
    <tr>
      <th scope="row">
        {count.productName}
        <br />
        <span className="quiet small">{count.sku}</span>
      </th>
      <td>{count.locationName}</td>
      <td className="num">{f.quantity(count.expected)}</td>
      <td className="num">{f.quantity(count.counted)}</td>
      <td className="num">
        {count.differenceValueMinor === null ? (
          t.app.unknown
        ) : (
          <MinorMoney minor={count.differenceValueMinor} currency={count.currency} />
        )}
      </td>
      <td className="wide">
        {count.countedBy.id}, <time dateTime={count.countedAt}>{f.dateTime(count.countedAt)}</time>
      </td>
      {may('approver') ? (
        <td>
          <Group gap={4} wrap="nowrap">
            <Button size="compact-xs" onClick={() => onApprove(count)}>
              {words.approve}
              <span className="hidden"> {count.productName}</span>
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => onReject(count)}>
              {words.reject}
              <span className="hidden"> {count.productName}</span>
            </Button>
          </Group>
        </td>
      ) : null}
    </tr>
  );
}
