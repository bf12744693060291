'use client';

import Link from 'next/link';

import type { Approval } from '#shared/contracts/api/read-models.ts';
import { Money } from '#web/components/parts/money.tsx';
import { decisionHref } from '#web/lib/approval-filter.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useNow } from '#web/lib/use-now.ts';

import { Risk } from './risk.tsx';

type Props = { readonly items: readonly Approval[]; readonly filter: string };

/** Approvals as a table; each row is one link. */
export function ApprovalsTable({ items, filter }: Props) {
  const { t } = useI18n();
  const { columns } = t.approvals;
  return (
    <div className="panel scroll" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t.approvals.title}>
      <table className="table">
        <caption className="hidden">{t.approvals.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.risk}</th>
            <th scope="col">{columns.what}</th>
            <th scope="col" className="wide">{columns.supplier}</th>
            <th scope="col" className="num wide">{columns.quantity}</th>
            <th scope="col" className="num">{columns.value}</th>
            <th scope="col" className="wide">{columns.out}</th>
            <th scope="col" className="wide">{columns.decideBy}</th>
            <th scope="col" className="wide">{columns.waiting}</th>
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
  const lead = item.lines.find(({ lineNumber }) => lineNumber === item.leadLineNumber) ?? item.lines[0];
  const today = f.dayOf(now);
  return (
    <tr className="opens">
      <td>
        <Risk now={item.stockoutRiskNow} wait={item.stockoutRiskWait7} />
      </td>
      <td>
        <Link href={href} data-row prefetch={false}>
          {lead?.productName ?? item.number}
        </Link>
        <br />
        <span className="quiet small">
          {item.number}
          {lead === undefined ? '' : ` · ${lead.sku}`}
          {item.lines.length > 1 ? ` · ${t.approvals.moreLines(item.lines.length - 1)}` : ''}
        </span>
      </td>
      <td className="wide">{item.supplierName}</td>
      <td className="num wide">{lead === undefined ? '' : `${f.number(lead.quantity)} ${lead.unit}`}</td>
      <td className="num">
        <Money value={item.value} />
      </td>
      <td className="wide">{item.stockoutP50 === null ? <span className="quiet">{item.stockoutRiskNow === null ? t.app.unknown : t.approvals.noStockout}</span> : f.day(item.stockoutP50)}</td>
      <td className="wide">
        {item.decideBy === null ? '' : f.day(item.decideBy)}
        {item.decideBy !== null && item.decideBy < today ? (
          <>
            {' '}
            <span className="tag" data-tone="bad">
              {t.approvals.late}
            </span>
          </>
        ) : null}
      </td>
      <td className="wide">
        <time dateTime={item.requestedAt} title={f.dateTime(item.requestedAt)}>
          {f.duration(now - Date.parse(item.requestedAt))}
        </time>
      </td>
    </tr>
  );
}
