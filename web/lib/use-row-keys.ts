'use client';

import { useKeys } from './use-keys.ts';

/** J and K (or the arrows) move the focus along the links of the rows; Enter is the link's own. */
export function useRowKeys(): void {
  useKeys({ j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1) });
}

function move(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('a[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const to = at < 0 ? (by === 1 ? 0 : rows.length - 1) : at + by;
  rows[Math.min(rows.length - 1, Math.max(0, to))]?.focus();
}
