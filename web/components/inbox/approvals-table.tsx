'use client';

import Link from 'next/link';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import { Money } from '#web/components/parts/money.tsx';
import { decisionHref } from '#web/lib/approval-filter.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useNow } from '#web/lib/use-now.ts';
import type { Messages } from '#web/messages/en.ts';

import { Risk } from './risk.tsx';

type Props = { readonly items: readonly Approval[]; readonly filter: string };

/** Approvals as a table; each row is one link. */
export function ApprovalsTable({ items, filter }: Props) {
  const { t } = useI18n();
  const { columns } = t.approvals;
  return (
    <div
      className="panel scroll"
      style={{ padding: 0 }}
      tabIndex={0}
      role="region"
      aria-label={t.approvals.title}
    >
      <table className="table">
        <caption className="hidden">{t.approvals.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.risk}</th>
            <th scope="col">{columns.what}</th>
            <th scope="col" className="wide">
              {columns.supplier}
            </th>
            <th scope="col" className="num wide">
              {columns.quantity}
            </th>
            <th scope="col" className="num">
              {columns.value}
            </th>
            <th scope="col" className="wide">
              {columns.out}
            </th>
            <th scope="col" className="wide">
              {columns.decideBy}
            </th>
            <th scope="col" className="wide">
              {columns.waiting}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} href={decisionHref(item.id, filter)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ item, href }: { readonly item: Approval; readonly href: string }) {
  const { t, f } = useI18n();
  const now = useNow();
  const { lines, leadLineNumber, number, requestedAt } = item;
  const lead = lines.find(({ lineNumber }) => lineNumber === leadLineNumber) ?? lines[0];
  const below = [
    number,
    lead?.sku,
    lines.length > 1 ? t.approvals.moreLines(lines.length - 1) : undefined,
    ...standingOf(item, t),
  ];
  return (
    <tr className="opens">
      <td>
        <Risk now={item.stockoutRiskNow} wait={item.stockoutRiskWait7} />
      </td>
      <td>
        <Link href={href} data-row prefetch={false}>
          {lead?.productName ?? number}
        </Link>
        <br />
        <span className="quiet small">{below.filter((text) => text !== undefined).join(' · ')}</span>
      </td>
      <td className="wide">{item.supplierName}</td>
      <td className="num wide">{lead === undefined ? '' : `${f.number(lead.quantity)} ${lead.unit}`}</td>
      <td className="num">
        <Money value={item.value} />
      </td>
      <td className="wide">
        <StockoutDay item={item} />
      </td>
      <td className="wide">
        {item.decideBy === null ? '' : <DecideBy day={item.decideBy} today={f.dayOf(now)} />}
      </td>
      <td className="wide">
        <time dateTime={requestedAt} title={f.dateTime(requestedAt)}>
          {f.duration(now - Date.parse(requestedAt))}
        </time>
      </td>
    </tr>
  );
}

/** How far the approval has come, and why the reader may decide. */
function standingOf(
  { requiredCount, grantedCount, delegatedFrom, escalatedAt }: Approval,
  t: Messages,
): (string | undefined)[] {
  return [
    requiredCount > 1 ? t.approvals.grants(grantedCount, requiredCount) : undefined,
    delegatedFrom === null ? undefined : t.approvals.delegatedFrom(delegatedFrom),
    escalatedAt === null ? undefined : t.approvals.escalated,
  ];
}

function StockoutDay({ item: { stockoutP50, stockoutRiskNow } }: { readonly item: Approval }) {
  const { t, f } = useI18n();
  if (stockoutP50 !== null) return f.day(stockoutP50);
  return <span className="quiet">{stockoutRiskNow === null ? t.app.unknown : t.approvals.noStockout}</span>;
}

function DecideBy({ day, today }: { readonly day: string; readonly today: string }) {
  const { t, f } = useI18n();
  if (day >= today) return f.day(day);
  return (
    <>
      {f.day(day)}{' '}
      <span className="tag" data-tone="bad">
        {t.approvals.late}
      </span>
    </>
  );
}
