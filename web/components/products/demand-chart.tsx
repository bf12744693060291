import type { ProductDetail } from '#shared/contracts/api/models/catalogue.ts';
import { ticksTo } from '#web/lib/chart.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './demand-chart.module.css';

type Props = {
  readonly weeks: ProductDetail['demandByWeek'];
  readonly unit: string;
  readonly t: Messages;
  readonly f: Formats;
};

/** Demand by week as bars, drawn on the server, with the figures as a table below. */
export function DemandChart({ weeks, unit, t, f }: Props) {
  if (weeks.length === 0) return <p className="quiet small">{t.products.noDemand}</p>;
  const peak = Math.max(...weeks.map(({ quantity }) => quantity));
  const total = weeks.reduce((sum, { quantity }) => sum + quantity, 0);
  const summary = t.products.demandSummary(
    weeks.length,
    `${f.number(total)} ${unit}`,
    `${f.number(peak)} ${unit}`,
  );
  const ticks = ticksTo(peak, 3);
  const top = ticks.at(-1) ?? 1;
  const width = 100 / weeks.length;
  const step = Math.max(1, Math.ceil(weeks.length / 8));
  return (
    <>
      <p className="quiet small">{summary}</p>
      <div className={styles['plot']} role="img" aria-label={summary}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick) => (
            <line key={tick} x1="0" x2="100" y1={100 - (tick / top) * 100} y2={100 - (tick / top) * 100} />
          ))}
          {weeks.map(({ week, quantity }, at) => {
            const height = (Math.max(0, quantity) / top) * 100;
            return (
              <rect
                key={week}
                x={at * width + width * 0.1}
                width={width * 0.8}
                y={100 - height}
                height={height}
              />
            );
          })}
        </svg>
        <div aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} className={styles['tick']} style={{ top: `${100 - (tick / top) * 100}%` }}>
              {f.number(tick)}
            </span>
          ))}
          {weeks.map(({ week }, at) =>
            at % step === 0 ? (
              <span key={week} className={styles['week']} style={{ left: `${(at + 0.5) * width}%` }}>
                {f.shortDay(week)}
              </span>
            ) : null,
          )}
        </div>
      </div>
      <details className="small">
        <summary>{t.products.table}</summary>
        <div
          className="scroll"
          style={{ maxHeight: 240 }}
          tabIndex={0}
          role="group"
          aria-label={t.products.demand}
        >
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.products.week}</th>
                <th scope="col" className="num">
                  {t.products.quantity}
                </th>
              </tr>
            </thead>
            <tbody>
              {weeks.toReversed().map(({ week, quantity }) => (
                <tr key={week}>
                  <th scope="row">{f.fullDay(week)}</th>
                  <td className="num">{f.number(quantity)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}
