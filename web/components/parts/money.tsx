'use client';

import type { Money as MoneyValue } from '#shared/contracts/quantities.ts';
import { useI18n } from '#web/lib/i18n.tsx';

/** An amount; for roles that read without costs a dash that says so. */
export function Money({ value }: { readonly value: MoneyValue | null }) {
  const { t, f } = useI18n();
  if (value !== null) return f.money(value.amountMinor, value.currency);
  return (
    <span className="quiet" title={t.app.hidden}>
      –<span className="hidden">{t.app.hidden}</span>
    </span>
  );
}

/** The same for an amount and its currency apart. */
export function MinorMoney({
  minor,
  currency,
}: {
  readonly minor: number | null;
  readonly currency: string;
}) {
  return <Money value={minor === null ? null : { amountMinor: minor, currency }} />;
}
