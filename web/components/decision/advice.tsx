import type { AdviceView } from '#shared/contracts/api/models/approvals.ts';
import { Icon } from '#web/components/parts/icon.tsx';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = {
  readonly advice: AdviceView | null;
  readonly seesCosts: boolean;
  readonly t: Messages;
  readonly f: Formats;
};

/** What a language model, or the template in its place, says about the figures; it never poses as the other. */
export function Advice({ advice, seesCosts, t, f }: Props) {
  if (advice === null)
    return (
      <section className={`panel ${styles['advicePanel']}`} aria-labelledby="advice-title" tabIndex={0}>
        <h2 id="advice-title">{t.decision.adviceTemplate}</h2>
        <p className="small">{seesCosts ? t.decision.noAdvice : t.decision.adviceHidden}</p>
      </section>
    );
  const { source, model, figures, figuresChecked, explanation, suggestedAction, computedBecause } = advice;
  const isModel = source === 'model';
  const origin = isModel
    ? t.decision.adviceModelHint
    : computedBecause === null
      ? t.decision.adviceTemplateHint
      : t.decision.adviceComputed(computedBecause);
  return (
    <section className={`panel ${styles['advicePanel']}`} aria-labelledby="advice-title" tabIndex={0}>
      <h2 id="advice-title">
        {isModel ? t.decision.adviceModel(model ?? 'ChatGPT') : t.decision.adviceTemplate}
      </h2>
      <p className="small">
        <strong>{t.decision.suggestion[suggestedAction]}.</strong>{' '}
        <span className={styles['checked']}>
          <Icon name="check" size={12} /> {t.decision.checked(figuresChecked, figures.length)}.
        </span>
      </p>
      <p className={styles['advice']}>
        {withFigures(
          explanation,
          figures.map(({ text }) => text),
        )}
      </p>
      <p className="quiet small" title={advice.factSheetHash}>
        {origin}{' '}
        {t.decision.adviceSource(
          advice.promptVersion,
          advice.factSheetHash.slice(0, 6),
          f.time(advice.recordedAt),
        )}
      </p>
    </section>
  );
}

/** Marks the checked figures where they stand in the text. */
function withFigures(text: string, figures: readonly string[]) {
  const known = figures.filter((figure) => figure !== '').toSorted((a, b) => b.length - a.length);
  if (known.length === 0) return text;
  const pattern = new RegExp(`(?<![\\p{L}\\d.,])(${known.map(escaped).join('|')})(?![\\p{L}\\d])`, 'gu');
  return text.split(pattern).map((part, at) =>
    at % 2 === 1 ? (
      // The parts of one text never change places.
      <mark key={at} className={styles['figure']}>
        {part}
      </mark>
    ) : (
      part
    ),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
