import type { ApprovalDetail, ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = {
  readonly approval: ApprovalDetail;
  readonly line: ApprovalLine;
  readonly t: Messages;
  readonly f: Formats;
};

/** What is asked, for how much money, when it lands; and what happens if nothing is done. */
export function Verdict({ approval, line, t, f }: Props) {
  const { value, lines } = approval;
  const order =
    lines.length === 1 ? t.decision.order(f.number(line.quantity)) : t.decision.orderSeveral(lines.length);
  const money = value === null ? null : f.money(value.amountMinor, value.currency);
  const arrival =
    line.arrivalP50 === null
      ? t.decision.arrivesUnknown
      : t.decision.arrives(f.day(line.arrivalP50), line.arrivalP90 === null ? '?' : f.day(line.arrivalP90));
  return (
    <section className={`panel ${styles['verdict']}`} aria-labelledby="verdict">
      <h1 id="verdict">
        {order} — {[money, arrival].filter((part) => part !== null).join(', ')}
      </h1>
      <p>{consequences(line, t, f)}</p>
    </section>
  );
}

function consequences(line: ApprovalLine, t: Messages, f: Formats): string {
  const { stockoutP50, stockoutP10, stockoutRiskNow, stockoutRiskWait7 } = line;
  if (stockoutRiskNow === null) return t.decision.noForecast;
  const out =
    stockoutP50 === null
      ? t.decision.noRunOut
      : t.decision.runsOut(f.day(stockoutP50), stockoutP10 === null ? null : f.day(stockoutP10));
  const wait = stockoutRiskWait7 === null ? t.app.unknown : f.percent(stockoutRiskWait7);
  return `${out} ${t.decision.risk(f.percent(stockoutRiskNow), wait)}`;
}
