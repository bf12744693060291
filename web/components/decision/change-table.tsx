import type { FactChange } from '#shared/contracts/events/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = {
  readonly changes: readonly FactChange[];
  readonly isOneLine: boolean;
  /** Of the order; null where the reader sees no costs. */
  readonly currency: string | null;
  /** How many are shown; 8 beside a decision. */
  readonly most?: number;
  readonly t: Messages;
  readonly f: Formats;
};

/** Figures as they were and as they are. */
export function ChangeTable({ changes, isOneLine, currency, most = 8, t, f }: Props) {
  const show = (fact: string, value: FactChange['before']) => {
    if (value === null) return t.app.unknown;
    if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? f.day(value) : value;
    return fact.endsWith('Minor') && currency !== null ? f.money(value, currency) : f.number(value);
  };
  return (
    <table className={styles['changes']}>
      <tbody>
        {changes.slice(0, most).map(({ lineNumber, fact, before, after }) => (
          <tr key={`${lineNumber}-${fact}`}>
            {isOneLine ? null : <td>{t.decision.changeLine(lineNumber)}</td>}
            <th scope="row">{factName(fact)}</th>
            <td>
              {t.decision.was} <s>{show(fact, before)}</s>
            </td>
            <td>
              <strong>{show(fact, after)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `inventoryPosition` → `inventory position`: the API names figures as the glossary does. */
function factName(fact: string): string {
  return fact
    .replace(/Minor$/, '')
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2')
    .toLowerCase();
}
