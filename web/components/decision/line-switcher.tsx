import Link from 'next/link';

import type { ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = {
  readonly approval: ApprovalDetail;
  readonly lineNumber: number;
  /** Address of the page for a line. */
  readonly hrefOf: (lineNumber: number) => string;
  readonly t: Messages;
  readonly f: Formats;
};

/** The lines of the order, riskiest first; choosing one shows its figures. */
export function LineSwitcher({ approval, lineNumber, hrefOf, t, f }: Props) {
  if (approval.lines.length < 2) return null;
  const lines = approval.lines.toSorted((a, b) => (b.stockoutRiskNow ?? -1) - (a.stockoutRiskNow ?? -1));
  return (
    <nav aria-label={t.decision.lines} className={styles['lines']}>
      {lines.map((line) => (
        <Link
          key={line.lineNumber}
          href={hrefOf(line.lineNumber)}
          replace
          scroll={false}
          aria-current={line.lineNumber === lineNumber ? 'true' : undefined}
        >
          <strong>
            {f.number(line.quantity)} × {line.sku}
          </strong>{' '}
          {line.stockoutRiskNow === null ? '' : f.percent(line.stockoutRiskNow)}
          {line.lineNumber === approval.leadLineNumber ? ` (${t.decision.riskiest})` : ''}
        </Link>
      ))}
    </nav>
  );
}
