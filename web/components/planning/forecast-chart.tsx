import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { BoxKey, LineKey } from '#web/components/parts/chart-key.tsx';
import { bandPath, linePath, ticksTo, type Point } from '#web/lib/chart.ts';
import { addDays, daysBetween, type Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './forecast-chart.module.css';

type Props = {
  readonly item: Pick<ItemForecast, 'history' | 'ahead' | 'earlier' | 'unit'>;
  readonly t: Messages;
  readonly f: Formats;
};
type Scale = {
  readonly from: string;
  readonly days: number;
  readonly x: (day: string) => number;
  readonly y: (quantity: number) => number;
  readonly ticks: readonly number[];
};

const PAST_DAYS = 84;

/** Demand by day, what was forecast for it, and what is expected; with the figures as a table below. */
export function ForecastChart({ item, t, f }: Props) {
  const words = t.planning.forecast;
  const past = item.history.slice(-PAST_DAYS);
  const earlier = item.earlier?.days.slice(-PAST_DAYS) ?? [];
  const scale = scaleOf(past, earlier, item.ahead);
  if (scale === null) return <p className="quiet small">{t.products.noDemand}</p>;
  const { x, y, ticks } = scale;
  const summary = summaryOf(item, { t, f });
  return (
    <figure style={{ margin: 0 }}>
      <div className={styles['plot']} role="img" aria-label={summary}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick) => (
            <line key={tick} x1="0" x2="100" y1={y(tick)} y2={y(tick)} className={styles['grid']} />
          ))}
          <Bars past={past} scale={scale} />
          <path
            className={styles['band']}
            d={bandPath(
              item.ahead.map((row): Point => [x(row.day), y(row.p90)]),
              item.ahead.map((row): Point => [x(row.day), y(row.p10)]),
            )}
          />
          <path
            className={styles['earlier']}
            d={linePath(earlier.map((row): Point => [x(row.day), y(row.mean)]))}
          />
          <path
            className={styles['mean']}
            d={linePath(item.ahead.map((row): Point => [x(row.day), y(row.mean)]))}
          />
        </svg>
        <AxisLabels scale={scale} f={f} />
      </div>
      <figcaption className={styles['legend']}>
        <BoxKey className={styles['bar']} label={words.actual} />
        <LineKey className={styles['mean']} label={words.expected} />
        <BoxKey className={styles['band']} label={words.band} />
        {earlier.length === 0 ? null : <LineKey className={styles['earlier']} label={words.earlier} />}
        {past.some(({ isExcluded }) => isExcluded) ? (
          <BoxKey className={styles['left']} label={words.excluded} />
        ) : null}
      </figcaption>
      <AheadTable item={item} t={t} f={f} />
    </figure>
  );
}

function scaleOf(
  past: ItemForecast['history'],
  earlier: readonly { readonly mean: number }[],
  ahead: ItemForecast['ahead'],
): Scale | null {
  const first = past[0]?.day ?? ahead[0]?.day;
  const last = ahead.at(-1)?.day ?? past.at(-1)?.day;
  if (first === undefined || last === undefined) return null;
  const highest = Math.max(
    ...past.map(({ quantity }) => quantity),
    ...earlier.map(({ mean }) => mean),
    ...ahead.map(({ p90 }) => p90),
  );
  const ticks = ticksTo(highest * 1.05);
  const top = ticks.at(-1) ?? 1;
  const days = daysBetween(first, last) + 1;
  return {
    from: first,
    days,
    ticks,
    x: (day) => ((daysBetween(first, day) + 0.5) / days) * 100,
    y: (quantity) => 100 - (Math.max(0, quantity) / top) * 100,
  };
}

function Bars({
  past,
  scale: { x, y, days },
}: {
  readonly past: ItemForecast['history'];
  readonly scale: Scale;
}) {
  const width = (100 / days) * 0.8;
  return past.map(({ day, quantity, isExcluded }) => (
    <rect
      key={day}
      className={isExcluded ? styles['left'] : styles['bar']}
      x={x(day) - width / 2}
      width={width}
      y={y(quantity)}
      height={100 - y(quantity)}
    />
  ));
}

function AxisLabels({ scale, f }: { readonly scale: Scale; readonly f: Formats }) {
  const step = Math.max(1, Math.round(scale.days / 7));
  const marks = Array.from({ length: Math.floor(scale.days / step) }, (_, at) =>
    addDays(scale.from, at * step),
  );
  return (
    <div aria-hidden="true">
      {scale.ticks.map((tick) => (
        <span key={tick} className={styles['tick']} style={{ top: `${scale.y(tick)}%` }}>
          {f.number(tick)}
        </span>
      ))}
      {marks.map((day) => (
        <span key={day} className={styles['day']} style={{ left: `${scale.x(day)}%` }}>
          {f.shortDay(day)}
        </span>
      ))}
    </div>
  );
}

function summaryOf(item: Props['item'], { t, f }: Pick<Props, 't' | 'f'>): string {
  const past = item.history.slice(-PAST_DAYS).filter(({ isExcluded }) => !isExcluded);
  const mean = (values: readonly number[]) =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  return t.planning.forecast.chartSummary(
    `${f.number(mean(past.map(({ quantity }) => quantity)))} ${item.unit}`,
    `${f.number(mean(item.ahead.map((row) => row.mean)))} ${item.unit}`,
  );
}

function AheadTable({ item, t, f }: Props) {
  const words = t.planning.forecast;
  return (
    <details className="small">
      <summary>{words.table}</summary>
      <div
        className="scroll"
        style={{ maxHeight: 240 }}
        tabIndex={0}
        role="group"
        aria-label={`${words.expected}: ${words.table}`}
      >
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col" className="num">
                {words.mean}
              </th>
              <th scope="col" className="num">
                {words.bandColumn}
              </th>
            </tr>
          </thead>
          <tbody>
            {item.ahead.map(({ day, mean, p10, p90 }) => (
              <tr key={day}>
                <th scope="row">{f.day(day)}</th>
                <td className="num">{f.number(mean)}</td>
                <td className="num">{`${f.number(p10)} – ${f.number(p90)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
