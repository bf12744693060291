import type { ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import { methodName } from '#web/lib/method-name.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = {
  readonly line: ApprovalLine;
  readonly isSupplierHeld: boolean;
  readonly currency: string | null;
  readonly t: Messages;
  readonly f: Formats;
};
type Fact = { readonly text: string; readonly tone?: 'warn' | 'bad' };

/** A price that moved by more than this, and a forecast worse than these, are worth a second look. */
const oddPriceChange = 0.05;
const oddError = 0.5;
const oddBias = 0.15;

/** What else to know; only what is odd has a colour, and a mark beside it. */
export function Strip({ line, isSupplierHeld, currency, t, f }: Props) {
  const held: Fact[] = isSupplierHeld ? [{ text: t.decision.supplierHeld, tone: 'bad' }] : [];
  const facts = [
    ...held,
    price(line, currency, { t, f }),
    forecast(line, { t, f }),
    ...supply(line, { t, f }),
    issues(line, t),
  ];
  return (
    <section className="panel" aria-label={t.decision.strip}>
      <ul className={styles['strip']}>
        {facts.map(({ text, tone }) => (
          <li key={text} data-tone={tone}>
            {tone === undefined ? '' : '! '}
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Words = { readonly t: Messages; readonly f: Formats };

function price(
  { unitPriceMinor, lastUnitPriceMinor }: ApprovalLine,
  currency: string | null,
  { t, f }: Words,
): Fact {
  if (unitPriceMinor === null || currency === null) return { text: t.decision.unitPrice('–') };
  const text = t.decision.unitPrice(f.money(unitPriceMinor, currency));
  if (lastUnitPriceMinor === null || lastUnitPriceMinor === 0)
    return { text: `${text} ${t.decision.firstPrice}` };
  const change = unitPriceMinor / lastUnitPriceMinor - 1;
  const full = `${text} ${t.decision.priceDelta(f.signedPercent(change))}`;
  return change > oddPriceChange ? { text: full, tone: 'bad' } : { text: full };
}

function forecast({ forecast: found }: ApprovalLine, { t, f }: Words): Fact {
  if (found === null) return { text: t.decision.noForecastHealth, tone: 'warn' };
  const { method, wape, bias, isBandUntrustworthy } = found;
  const show = (share: number | null) => (share === null ? t.app.unknown : f.signedPercent(share));
  const text = t.decision.forecastHealth(
    methodName(method),
    wape === null ? t.app.unknown : f.percent(wape),
    show(bias),
  );
  const isOdd = isBandUntrustworthy || (wape ?? 0) > oddError || Math.abs(bias ?? 0) > oddBias;
  return isOdd ? { text, tone: 'warn' } : { text };
}

function supply({ openOrders, leadTimeDays, supplierLeadTime }: ApprovalLine, { t, f }: Words): Fact[] {
  const took = supplierLeadTime?.lastDays ?? [];
  const list = openOrders
    .slice(0, 2)
    .map(({ number, quantity, promisedDate }) =>
      t.decision.openOrder(
        number,
        f.number(quantity),
        promisedDate === null ? '?' : f.shortDay(promisedDate),
      ),
    );
  const more = openOrders.length > 2 ? ` +${openOrders.length - 2}` : '';
  return [
    {
      text:
        supplierLeadTime === null || took.length === 0
          ? t.decision.leadTime(leadTimeDays === null ? '?' : f.number(leadTimeDays))
          : t.decision.leadTimeSeen(
              f.number(supplierLeadTime.statedDays),
              took.map((days) => f.number(Math.round(days))).join(', '),
            ),
    },
    { text: t.decision.openOrders(list.length === 0 ? t.app.none : `${list.join(', ')}${more}`) },
  ];
}

function issues({ issues: found }: ApprovalLine, t: Messages): Fact {
  // The stock-out ahead is what the page is about.
  const others = found.filter(({ kind }) => kind !== 'projectedStockout').slice(0, 3);
  const list = others.map(({ kind, severity }) => `${t.issue[kind]} (${t.severity[severity]})`).join(', ');
  return others.length === 0
    ? { text: t.decision.issues(t.app.none) }
    : { text: t.decision.issues(list), tone: 'warn' };
}
