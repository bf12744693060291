'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';

import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { useSaved } from './use-saved.ts';

/** Overrides in force and demand events that touch the product. */
export function DemandPlan({ item }: { readonly item: ItemForecast }) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const words = t.planning.forecast;
  const { state, send } = useWrite('DELETE /demand-overrides/{overrideId}', useSaved(words.ended));
  const active = item.overrides.filter(({ status }) => status === 'active');
  const events = item.demandEvents.filter(({ status }) => status === 'planned');
  return (
    <div>
      <h3>{words.overrides}</h3>
      {active.length === 0 ? <p className="quiet small">{words.noOverrides}</p> : null}
      <ul className="sequence">
        {active.map((override) => (
          <li key={override.overrideId} className="small">
            <strong>
              {override.perDay === null
                ? words.times(f.decimal(override.factor ?? 1))
                : words.perDay(f.number(override.perDay))}
            </strong>
            ,{' '}
            {override.until === null
              ? words.fromOn(f.fullDay(override.from))
              : words.fromTo(f.fullDay(override.from), f.fullDay(override.until))}
            , {words.by(override.setBy.id)}
            {override.reason === null ? '' : ` (${t.reasons[override.reason.code]})`}{' '}
            {may('operator') ? (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => void send({ params: { overrideId: override.overrideId } })}
              >
                {words.end}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <WriteNote state={state} />
      <h3>{words.events}</h3>
      {events.length === 0 ? <p className="quiet small">{words.noEvents}</p> : null}
      <ul className="sequence">
        {events.map((event) => (
          <li key={event.demandEventId} className="small">
            <Link href="/demand-events" prefetch={false}>
              {event.name}
            </Link>
            , {words.fromTo(f.fullDay(event.from), f.fullDay(event.to))},{' '}
            {event.lift === null ? words.asMeasured : f.percent(event.lift)}
          </li>
        ))}
      </ul>
    </div>
  );
}
