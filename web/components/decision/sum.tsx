import type { ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import { StepTable } from './step-table.tsx';

type Props = { readonly line: ApprovalLine; readonly t: Messages; readonly f: Formats };

/** Why this quantity: each step from the need to the number, as it was computed. */
export function Sum({ line, t, f }: Props) {
  const { steps, quantity, recommendedQuantity, daysOfSupplyAfter } = line;
  const notes = [
    quantity === recommendedQuantity ? null : t.decision.amended(f.number(recommendedQuantity)),
    daysOfSupplyAfter === null ? null : t.decision.covers(f.number(Math.round(daysOfSupplyAfter))),
  ].filter((text) => text !== null);
  return (
    <section className="panel" aria-labelledby="sum-title">
      <h2 id="sum-title">
        {t.decision.why(f.number(quantity))}{' '}
        {notes.length === 0 ? null : <span className="quiet small">({notes.join(', ')})</span>}
      </h2>
      {steps.length === 0 ? <p className="small">{t.decision.noSteps}</p> : null}
      <StepTable steps={steps} t={t} f={f} />
    </section>
  );
}
