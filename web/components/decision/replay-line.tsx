import type { DecisionReplay, RecomputedLine } from '#shared/contracts/api/models/replay.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import { StepTable } from './step-table.tsx';

type Words = { readonly t: Messages; readonly f: Formats };
type Props = Words & {
  readonly replay: DecisionReplay;
  readonly line: DecisionReplay['seen']['lines'][number];
};

/** One line of the order: the sum of then beside the sum that the facts of now give. */
export function ReplayLine({ replay, line, t, f }: Props) {
  const { lineNumber, quantity, recommendedQuantity, steps } = line;
  const product = replay.products.find(({ productId }) => productId === line.productId);
  const unit = product?.unit ?? '';
  const ofLine = (lines: readonly RecomputedLine[]) => lines.find((each) => each.lineNumber === lineNumber);
  const again = ofLine(replay.recomputed);
  const now = ofLine(replay.now.lines);
  const title = `replay-line-${lineNumber}`;
  return (
    <section className="panel" aria-labelledby={title}>
      <h2 id={title}>
        {t.replay.line(lineNumber, [product?.sku, product?.productName].filter(Boolean).join(' '))}
      </h2>
      <div className="columns">
        <div>
          <h3>{t.replay.atThen}</h3>
          <p className="quiet small">{t.replay.thenHint(f.dateTime(replay.seen.requestedAt))}</p>
          <p>{t.replay.ordered(f.quantity(quantity), unit)}</p>
          {steps.length === 0 ? null : (
            <p>
              <strong>{t.replay.recommended(f.quantity(recommendedQuantity), unit)}</strong>
              <Policy line={again} t={t} />
            </p>
          )}
          <StepTable steps={steps} t={t} f={f} />
          <Again line={again} unit={unit} t={t} f={f} />
        </div>
        <div>
          <h3>{t.replay.atNow}</h3>
          <p className="quiet small">{t.replay.nowHint(f.dateTime(replay.now.factsAt))}</p>
          <Computed line={now} unit={unit} t={t} f={f} />
          <Sameness isEqual={now?.isEqual ?? null} t={t} />
        </div>
      </div>
    </section>
  );
}

type LineProps = Words & { readonly line: RecomputedLine | undefined; readonly unit: string };

/** Whether the facts of then still give what they gave; where not, what they give. */
function Again({ line, unit, t, f }: LineProps) {
  if (line === undefined) return null;
  if (line.isEqual === true) return <p className="small">{t.replay.equal}</p>;
  return (
    <>
      {line.because === null ? <p className="small">{t.replay.notEqual}</p> : null}
      <Computed line={line} unit={unit} t={t} f={f} />
    </>
  );
}

function Sameness({ isEqual, t }: { readonly isEqual: boolean | null; readonly t: Messages }) {
  if (isEqual === null) return null;
  return (
    <p className="small">
      <span className="tag" data-tone={isEqual ? 'good' : 'warn'}>
        {isEqual ? t.replay.same : t.replay.differs}
      </span>
    </p>
  );
}

function Computed({ line, unit, t, f }: LineProps) {
  if (line === undefined) return null;
  const { because, recommendedQuantity, steps } = line;
  if (because !== null) return <p className="small">{t.replay.because[because]}</p>;
  return (
    <>
      <p>
        <strong>
          {recommendedQuantity === null || recommendedQuantity === 0
            ? t.replay.nothing
            : t.replay.recommended(f.quantity(recommendedQuantity), unit)}
        </strong>
        <Policy line={line} t={t} />
      </p>
      <StepTable steps={steps} t={t} f={f} />
    </>
  );
}

function Policy({ line, t }: { readonly line: RecomputedLine | undefined; readonly t: Messages }) {
  if (line === undefined || line.policyVersion === null) return null;
  return <span className="quiet small"> ({t.replay.policy(line.policyVersion)})</span>;
}
