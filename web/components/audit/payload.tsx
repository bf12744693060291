'use client';

import { useI18n } from '#web/lib/i18n.tsx';

/** What was recorded with an event, to unfold. */
export function Payload({ value }: { readonly value: unknown }) {
  const { t } = useI18n();
  return (
    <details>
      <summary className="quiet small">{t.audit.payload}</summary>
      <pre className="code" tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </details>
  );
}
