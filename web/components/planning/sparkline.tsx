import { linePath, type Point } from '#web/lib/chart.ts';

import styles from './forecast-chart.module.css';

type Props = { readonly values: readonly (number | null)[]; readonly label: string };

/** A small line of shares, 0 at the bottom; gaps where nothing is known. */
export function Sparkline({ values, label }: Props) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const top = Math.max(...known, 1e-9) * 1.1;
  const points = values.flatMap((value, at): Point[] =>
    value === null ? [] : [[(at / (values.length - 1)) * 120, 28 - (value / top) * 28]],
  );
  return (
    <svg width="120" height="30" role="img" aria-label={label}>
      <path d={linePath(points)} className={styles['mean']} />
    </svg>
  );
}
