'use client';

import { Button, Group } from '@mantine/core';
import { useState } from 'react';

import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

import { DemandPlan } from './demand-plan.tsx';
import { ExcludeDialog } from './exclude-dialog.tsx';
import { Exclusions } from './exclusions.tsx';
import { ForecastChart } from './forecast-chart.tsx';
import { Contenders, ForecastFacts } from './forecast-facts.tsx';
import { LikeItemDialog } from './like-item-dialog.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import { useSaved } from './use-saved.ts';

type Props = { readonly item: ItemForecast; readonly locationName: string };
type Dialog = 'override' | 'exclude' | 'like';

/** The forecast of a product at a location: chart, figures, what was left out, and what people say about it. */
export function ForecastPanel({ item, locationName }: Props) {
  const { t, f } = useI18n();
  const words = t.planning.forecast;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const { forecast } = item;
  const close = () => setDialog(null);
  return (
    <section className="panel" aria-labelledby="forecast-title">
      <div className="head">
        <div>
          <h2 id="forecast-title">{words.title(locationName)}</h2>
          <p className="quiet small">
            {forecast === null ? words.none : words.asOf(f.fullDay(forecast.asOf))}
            {item.failure === null ? '' : ` ${words.failed(item.failure)}`}
          </p>
        </div>
        <Actions item={item} onOpen={setDialog} />
      </div>
      <ForecastChart item={item} t={t} f={f} />
      {forecast === null ? null : <ForecastFacts forecast={forecast} unit={item.unit} t={t} f={f} />}
      <div className="columns">
        {forecast === null ? null : <Contenders item={item} t={t} f={f} />}
        <Exclusions item={item} />
        <DemandPlan item={item} />
      </div>
      {dialog === 'override' ? (
        <OverrideDialog {...item} perDay={forecast?.baselinePerDay ?? null} onClose={close} />
      ) : null}
      {dialog === 'exclude' ? <ExcludeDialog {...item} onClose={close} /> : null}
      {dialog === 'like' ? <LikeItemDialog {...item} onClose={close} /> : null}
    </section>
  );
}

function Actions({
  item,
  onOpen,
}: {
  readonly item: ItemForecast;
  readonly onOpen: (dialog: Dialog) => void;
}) {
  const { t } = useI18n();
  const { may } = useMe();
  const { actions, saved } = t.planning.forecast;
  const { state, send } = useWrite('DELETE /products/{productId}/like-item', useSaved(saved));
  if (!may('operator')) return null;
  const isLike = item.forecast?.likeItem != null;
  return (
    <Group gap="xs">
      <WriteNote state={state} />
      <Button variant="default" onClick={() => onOpen('override')}>
        {actions.override}
      </Button>
      <Button variant="default" onClick={() => onOpen('exclude')}>
        {actions.exclude}
      </Button>
      {isLike ? (
        <Button variant="default" onClick={() => void send({ params: { productId: item.productId } })}>
          {actions.unlike}
        </Button>
      ) : (
        <Button variant="default" onClick={() => onOpen('like')}>
          {actions.like}
        </Button>
      )}
    </Group>
  );
}
