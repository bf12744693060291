import type { ApprovalDetail, ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = {
  readonly costs: ApprovalLine['costOfWaiting'];
  readonly assumptions: ApprovalDetail['costAssumptions'];
  /** Null: the reader's role sees no costs. */
  readonly currency: string | null;
  readonly t: Messages;
  readonly f: Formats;
};

/** What deciding later is expected to cost, as bars over a zero line. */
export function WaitingCost({ costs, assumptions, currency, t, f }: Props) {
  const highest = Math.max(1, ...costs.map(({ amountMinor }) => Math.abs(amountMinor)));
  return (
    <section className="panel" aria-labelledby="cost-title">
      <h2 id="cost-title">
        {t.decision.cost}{' '}
        <span className="quiet small">
          ({t.decision.costHint(f.percent(assumptions.marginOfPrice), f.percent(assumptions.holdingCostRate))}
          )
        </span>
      </h2>
      {currency === null ? (
        <p className="small quiet">{t.decision.costHidden}</p>
      ) : costs.length === 0 ? (
        <p className="small quiet">{t.decision.noCost}</p>
      ) : (
        <ol className={styles['bars']}>
          {costs.map(({ days, amountMinor }) => (
            <li key={days}>
              <span className={styles['amount']}>{f.roundMoney(amountMinor, currency)}</span>
              <span className={styles['column']} aria-hidden="true">
                <span
                  data-saves={amountMinor < 0 ? true : undefined}
                  style={{ height: `${Math.max(3, (Math.abs(amountMinor) / highest) * 100)}%` }}
                />
              </span>
              <span className="quiet">{t.decision.days(days)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
