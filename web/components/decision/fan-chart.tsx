import type { ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import { LineKey } from '#web/components/parts/chart-key.tsx';
import { bandPath, linePath, ticksTo, type Point } from '#web/lib/chart.ts';
import { daysBetween, type Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './fan-chart.module.css';

type Props = { readonly line: ApprovalLine; readonly t: Messages; readonly f: Formats };
type Scale = {
  readonly x: (day: string) => number;
  readonly y: (quantity: number) => number;
  readonly ticks: readonly number[];
};
type Band = ApprovalLine['projection']['withOrder'][number];

/** Projected stock with this order (bands and median) and without it (dashed), drawn on the server. */
export function FanChart({ line, t, f }: Props) {
  const { withOrder, withoutOrder } = line.projection;
  const [first, last] = [withOrder[0], withOrder.at(-1)];
  if (first === undefined || last === undefined) return <p className="quiet">{t.decision.noProjection}</p>;
  const scale = scaleOf(line, first.day, last.day);
  const { x, y, ticks } = scale;
  const at = (pick: (band: Band) => number): Point[] => withOrder.map((band) => [x(band.day), y(pick(band))]);
  const summary = t.decision.chartSummary({
    from: f.shortDay(first.day),
    to: f.shortDay(last.day),
    low: f.number(Math.min(...withOrder.map(({ p50 }) => p50))),
    out: line.stockoutP50 === null ? null : f.shortDay(line.stockoutP50),
  });
  return (
    <figure className={styles['figure']}>
      <div className={styles['plot']} role="img" aria-label={summary}>
        <svg className={styles['layer']} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick) => (
            <line
              key={tick}
              x1={0}
              x2={100}
              y1={y(tick)}
              y2={y(tick)}
              className={tick === 0 ? styles['zero'] : styles['grid']}
            />
          ))}
          <path
            d={bandPath(
              at(({ p90 }) => p90),
              at(({ p10 }) => p10),
            )}
            className={styles['outer']}
          />
          <path
            d={bandPath(
              at(({ p75 }) => p75),
              at(({ p25 }) => p25),
            )}
            className={styles['inner']}
          />
          {line.safetyStock === null ? null : (
            <line
              x1={0}
              x2={100}
              y1={y(line.safetyStock)}
              y2={y(line.safetyStock)}
              className={styles['safety']}
            />
          )}
          <path d={linePath(at(({ p50 }) => p50))} className={styles['median']} />
          <path
            d={linePath(withoutOrder.map(({ day, p50 }) => [x(day), y(p50)] as const))}
            className={styles['without']}
          />
          <Arrivals line={line} scale={scale} />
        </svg>
        <Labels line={line} scale={scale} days={withOrder.map(({ day }) => day)} t={t} f={f} />
      </div>
      <figcaption className={styles['legend']}>
        <LineKey className={styles['median']} label={t.decision.withOrder} />
        <LineKey className={styles['without']} label={t.decision.withoutOrder} />
        {line.safetyStock === null ? null : (
          <LineKey className={styles['safety']} label={t.decision.safetyStock(f.number(line.safetyStock))} />
        )}
        {line.forecast?.coverage80 == null ? null : (
          <span title={t.decision.calibrationHint}>
            {t.decision.calibration(f.percent(line.forecast.coverage80))}
          </span>
        )}
      </figcaption>
      <ProjectionTable line={line} t={t} f={f} />
    </figure>
  );
}

function scaleOf(line: ApprovalLine, from: string, to: string): Scale {
  const { withOrder, withoutOrder } = line.projection;
  const highest = Math.max(
    line.safetyStock ?? 0,
    ...withOrder.map(({ p90 }) => p90),
    ...withoutOrder.map(({ p50 }) => p50),
  );
  const ticks = ticksTo(highest * 1.12);
  const top = ticks.at(-1) ?? 1;
  const span = Math.max(1, daysBetween(from, to));
  return {
    ticks,
    x: (day) => Math.min(100, Math.max(0, (daysBetween(from, day) / span) * 100)),
    y: (quantity) => 100 - (Math.max(0, quantity) / top) * 100,
  };
}

function Arrivals({ line, scale: { x } }: { readonly line: ApprovalLine; readonly scale: Scale }) {
  const { arrivalP50, arrivalP90, openOrders } = line;
  return (
    <>
      {openOrders.map(({ purchaseOrderId, promisedDate }) =>
        promisedDate === null ? null : (
          <line
            key={purchaseOrderId}
            x1={x(promisedDate)}
            x2={x(promisedDate)}
            y1={6}
            y2={100}
            className={styles['receipt']}
          />
        ),
      )}
      {arrivalP50 === null ? null : (
        <line x1={x(arrivalP50)} x2={x(arrivalP50)} y1={9} y2={100} className={styles['arrival']} />
      )}
      {arrivalP50 === null || arrivalP90 === null ? null : (
        <line x1={x(arrivalP50)} x2={x(arrivalP90)} y1={9} y2={9} className={styles['whisker']} />
      )}
    </>
  );
}

type LabelProps = Props & { readonly scale: Scale; readonly days: readonly string[] };

function Labels({ line, scale: { x, y, ticks }, days, t, f }: LabelProps) {
  const step = Math.max(1, Math.round(days.length / 6));
  const out = line.stockoutP50;
  return (
    <div aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} className={styles['tick']} style={{ top: `${y(tick)}%` }}>
          {f.number(tick)}
        </span>
      ))}
      {days
        .filter((_, at) => at % step === 0 && at <= days.length - step / 2)
        .map((day) => (
          <span key={day} className={styles['day']} style={{ left: `${x(day)}%` }}>
            {f.shortDay(day)}
          </span>
        ))}
      {line.openOrders.slice(0, 2).map(({ purchaseOrderId, number, quantity, promisedDate }) =>
        promisedDate === null ? null : (
          <span
            key={purchaseOrderId}
            className={styles['receiptLabel']}
            style={{ left: `${x(promisedDate)}%`, ...sideOf(x(promisedDate)) }}
          >
            {t.decision.receipt(f.number(quantity), number)}
          </span>
        ),
      )}
      {line.arrivalP50 === null ? null : (
        <span
          className={styles['arrivalLabel']}
          style={besideWhisker(x(line.arrivalP50), x(line.arrivalP90 ?? line.arrivalP50))}
        >
          {t.decision.thisOrder(f.number(line.quantity))}
        </span>
      )}
      {out === null || out > (days.at(-1) ?? out) ? null : (
        <>
          <span className={styles['outMark']} style={{ left: `${x(out)}%` }} />
          <span className={styles['outLabel']} style={{ left: `${x(out)}%`, ...sideOf(x(out)) }}>
            {t.decision.out(f.shortDay(out))}
          </span>
        </>
      )}
    </div>
  );
}

/** Labels right of the middle stand left of their mark. */
function sideOf(x: number): { readonly transform?: string } {
  return x > 60 ? { transform: 'translateX(calc(-100% - 14px))' } : {};
}

/** Right of the whisker where there is room, else left of it. */
function besideWhisker(from: number, to: number) {
  return to > 60 ? { left: `${from}%`, ...sideOf(100) } : { left: `${to}%` };
}

function ProjectionTable({ line, t, f }: Props) {
  const without = new Map(line.projection.withoutOrder.map(({ day, p50 }) => [day, p50]));
  return (
    <details className={styles['table']}>
      <summary>{t.decision.table}</summary>
      <div
        className="scroll"
        style={{ maxHeight: 240 }}
        tabIndex={0}
        role="group"
        aria-label={t.decision.table}
      >
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.decision.tableDay}</th>
              <th scope="col" className="num">{`${t.decision.withOrder}: ${t.decision.tableMedian}`}</th>
              <th scope="col" className="num">
                {t.decision.tableBand}
              </th>
              <th scope="col" className="num">
                {t.decision.withoutOrder}
              </th>
            </tr>
          </thead>
          <tbody>
            {line.projection.withOrder.map(({ day, p10, p50, p90 }) => (
              <tr key={day}>
                <th scope="row">{f.day(day)}</th>
                <td className="num">{f.number(p50)}</td>
                <td className="num">{`${f.number(p10)} – ${f.number(p90)}`}</td>
                <td className="num">{f.number(without.get(day) ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
