'use client';

import { Button } from '@mantine/core';

import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { useSaved } from './use-saved.ts';

/** What the forecast did not learn from, and the way to say that an outlier was real. */
export function Exclusions({ item }: { readonly item: ItemForecast }) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const words = t.planning.forecast;
  const { state, send } = useWrite('PUT /demand-exclusions', useSaved(words.restored));
  const { forecast, productId, locationId } = item;
  if (forecast === null) return null;
  const { outliers, ...counts } = forecast.exclusions;
  const lines = (Object.keys(counts) as (keyof typeof counts)[])
    .filter((kind) => counts[kind] > 0)
    .map((kind) => words.leftOutItems[kind](counts[kind]));
  return (
    <div>
      <h3>{words.leftOut}</h3>
      {lines.length === 0 && outliers.length === 0 ? (
        <p className="quiet small">{words.leftOutNothing}</p>
      ) : (
        <ul className="sequence">
          {lines.map((line) => (
            <li key={line} className="small">
              {line}
            </li>
          ))}
          {outliers.map(({ day, quantity, takenAs }) => (
            <li key={day} className="small">
              {words.leftOutItems.outlier(f.fullDay(day), f.number(quantity), f.number(takenAs))}{' '}
              {may('operator') ? (
                <Button
                  size="compact-xs"
                  variant="default"
                  loading={state.kind === 'saving'}
                  onClick={() => void send({ body: { productId, locationId, day, treatment: 'restore' } })}
                >
                  {words.restore}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <WriteNote state={state} />
      {forecast.likeItem === null ? null : (
        <p className="small">{words.like(forecast.likeItem.sku, f.percent(forecast.likeItem.share))}</p>
      )}
    </div>
  );
}
