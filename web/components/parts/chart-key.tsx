import type { ReactNode } from 'react';

type Props = { readonly className: string | undefined; readonly label: string };

/** A line of a chart and what it stands for. */
export function LineKey({ className, label }: Props) {
  return (
    <Key label={label}>
      <svg width="22" height="8" aria-hidden="true">
        <line x1="0" x2="22" y1="4" y2="4" className={className} />
      </svg>
    </Key>
  );
}

/** An area of a chart and what it stands for. */
export function BoxKey({ className, label }: Props) {
  return (
    <Key label={label}>
      <svg width="14" height="12" aria-hidden="true">
        <rect x="1" y="1" width="12" height="10" className={className} />
      </svg>
    </Key>
  );
}

function Key({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6, color: 'var(--sm-ink)' }}>
      {children}
      {label}
    </span>
  );
}
