import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';

import type { ApprovalDetail, ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import { Advice } from '#web/components/decision/advice.tsx';
import styles from '#web/components/decision/decision.module.css';
import { ChangedSince } from '#web/components/decision/changed-since.tsx';
import { Desk } from '#web/components/decision/desk.tsx';
import { FanChart } from '#web/components/decision/fan-chart.tsx';
import { LineSwitcher } from '#web/components/decision/line-switcher.tsx';
import { Outcome } from '#web/components/decision/outcome.tsx';
import { PositionBar } from '#web/components/decision/position-bar.tsx';
import { QueuePosition } from '#web/components/decision/queue-position.tsx';
import { seenOf } from '#web/components/decision/seen.ts';
import { Strip } from '#web/components/decision/strip.tsx';
import { Sum } from '#web/components/decision/sum.tsx';
import { Verdict } from '#web/components/decision/verdict.tsx';
import { WaitingCost } from '#web/components/decision/waiting-cost.tsx';
import { WaitingTime } from '#web/components/decision/waiting-time.tsx';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';
import { decisionHref, filterApprovals } from '#web/lib/approval-filter.ts';
import type { Formats } from '#web/lib/formats.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import { textParameter } from '#web/lib/search-params.ts';
import type { Messages } from '#web/messages/en.ts';

type Props = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.approvals.title };
}

/** One approval with all that a decision needs, on one screen. */
export default async function DecisionPage({ params, searchParams }: Props) {
  const { id } = await params;
  const search = await searchParams;
  const filter = textParameter(search['q']);
  const [approval, queue, i18n] = await Promise.all([
    load('GET /approvals/{approvalId}', { params: { approvalId: id } }),
    load('GET /approvals', { query: { status: 'PENDING', limit: '200' } }),
    getI18n(),
  ]);
  if (!approval.ok) {
    if (approval.problem.status === 404) notFound();
    return <ProblemPanel problem={approval.problem} />;
  }
  const { t, f } = i18n;
  const line = chosenLine(approval.data, textParameter(search['line']));
  if (line === undefined) notFound();
  const ids = (queue.ok ? filterApprovals(queue.data.items, filter) : []).map((item) => item.id);
  const next = ids[ids.indexOf(id) + 1] ?? ids.find((other) => other !== id);
  const currency = approval.data.value?.currency ?? null;
  const hrefOf = (lineNumber: number) =>
    `${decisionHref(id, filter)}${filter === '' ? '?' : '&'}line=${lineNumber}`;
  return (
    <div className={styles['page']} data-several={approval.data.lines.length > 1 ? true : undefined}>
      <div className={styles['top']}>
        <div>
          <QueuePosition ids={ids} id={id} filter={filter} />
          <strong>
            <Link href={`/purchase-orders/${approval.data.purchaseOrderId}`}>{approval.data.number}</Link> ·{' '}
            {line.productName} {line.sku} · {approval.data.supplierName}
          </strong>
        </div>
        <div className={styles['waiting']}>
          <Urgency approval={approval.data} line={line} t={t} f={f} />
        </div>
      </div>
      <Outcome approval={approval.data} t={t} f={f} />
      <ChangedSince approval={approval.data} t={t} f={f} />
      <Verdict approval={approval.data} line={line} t={t} f={f} />
      <LineSwitcher approval={approval.data} lineNumber={line.lineNumber} hrefOf={hrefOf} t={t} f={f} />
      <div className={styles['body']}>
        <div className={styles['main']}>
          <section className={`panel ${styles['chart']}`} aria-labelledby="chart-title">
            <h2 id="chart-title">
              {t.decision.chart(Math.max(0, line.projection.withOrder.length - 1))}{' '}
              <span className="quiet small">({t.decision.chartHint})</span>
            </h2>
            <FanChart line={line} t={t} f={f} />
          </section>
          <PositionBar line={line} t={t} f={f} />
        </div>
        <div className={styles['side']}>
          <Sum line={line} t={t} f={f} />
          <WaitingCost
            costs={line.costOfWaiting}
            assumptions={approval.data.costAssumptions}
            currency={currency}
            t={t}
            f={f}
          />
          <Advice advice={approval.data.advice} seesCosts={approval.data.value !== null} t={t} f={f} />
        </div>
      </div>
      <Strip line={line} isSupplierHeld={approval.data.supplierHeld} currency={currency} t={t} f={f} />
      {/* Another approval is another desk: nothing typed or refused is carried over. */}
      <Desk
        key={id}
        seen={seenOf(approval.data)}
        readAt={Date.now()}
        nextHref={next === undefined ? '/approvals' : decisionHref(next, filter)}
      />
    </div>
  );
}

function chosenLine({ lines, leadLineNumber }: ApprovalDetail, wanted: string): ApprovalLine | undefined {
  return (
    lines.find(({ lineNumber }) => String(lineNumber) === wanted) ??
    lines.find(({ lineNumber }) => lineNumber === leadLineNumber) ??
    lines[0]
  );
}

type UrgencyProps = {
  readonly approval: ApprovalDetail;
  readonly line: ApprovalLine;
  readonly t: Messages;
  readonly f: Formats;
};

/** By when to decide; what is above its target risk already is late, whatever the day. */
function deadline(
  { stockoutRiskNow: risk, cycleServiceLevel, decideBy }: ApprovalLine,
  t: Messages,
  f: Formats,
): string {
  const target = cycleServiceLevel === null ? null : 1 - cycleServiceLevel;
  if (risk !== null && target !== null && risk > target) {
    return t.decision.late(f.percent(risk), f.percent(target));
  }
  if (decideBy === null) return t.decision.noDeadline;
  if (decideBy.daysLate > 0) return t.decision.lateBy(decideBy.daysLate);
  return decideBy.isEarliest
    ? t.decision.decideLater(f.day(decideBy.day))
    : t.decision.decideBy(f.day(decideBy.day));
}

function Urgency({ approval, line, t, f }: UrgencyProps) {
  if (approval.status !== 'PENDING') return null;
  const { limitMinor, value, requiredCount, grantedCount, requestedAt, delegatedFrom } = approval;
  const parts = [
    deadline(line, t, f),
    requiredCount > 1 ? t.decision.grants(grantedCount, requiredCount) : null,
    approval.escalatedAt === null ? null : t.approvals.escalated,
    delegatedFrom === null ? null : t.decision.standingIn(delegatedFrom),
    value === null || limitMinor >= Number.MAX_SAFE_INTEGER
      ? null
      : t.decision.limit(f.roundMoney(limitMinor, value.currency)),
  ].filter((part) => part !== null);
  return (
    <>
      <WaitingTime since={requestedAt} />
      {parts.map((part) => (
        <span key={part}> · {part}</span>
      ))}
    </>
  );
}
