'use client';

import { Button } from '@mantine/core';

import type { FactChange } from '#shared/contracts/events/approvals.ts';
import { useI18n } from '#web/lib/i18n.tsx';

import styles from './decision.module.css';
import type { Seen } from './seen.ts';

type Props = {
  readonly changes: readonly FactChange[];
  readonly seen: Seen;
  /** Shows the page anew. */
  readonly onShow?: () => void;
  /** Decides the same on the new figures. */
  readonly again?: { readonly label: string; readonly onAgain: () => void };
};

/** What changed since the page was opened: each figure as it was and as it is. */
export function Changes({ changes, seen, onShow, again }: Props) {
  const { t, f, currency } = useI18n();
  const show = (fact: string, value: FactChange['before']) => {
    if (value === null) return t.app.unknown;
    if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? f.day(value) : value;
    return fact.endsWith('Minor') ? f.money(value, seen.value?.currency ?? currency) : f.number(value);
  };
  return (
    <div className="banner" role="alert">
      <strong>{t.decision.changedTitle}</strong>
      <table className={styles['changes']}>
        <tbody>
          {changes.slice(0, 8).map(({ lineNumber, fact, before, after }) => (
            <tr key={`${lineNumber}-${fact}`}>
              {seen.lines.length > 1 ? <td>{t.decision.changeLine(lineNumber)}</td> : null}
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
      {again === undefined ? null : <Button onClick={again.onAgain}>{again.label}</Button>}{' '}
      {onShow === undefined ? null : (
        <Button variant="default" size="compact-sm" onClick={onShow}>
          {t.decision.showNew}
        </Button>
      )}
    </div>
  );
}

/** `inventoryPosition` → `inventory position`; the API names figures as the glossary does. */
function factName(fact: string): string {
  return fact
    .replace(/Minor$/, '')
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2')
    .toLowerCase();
}
