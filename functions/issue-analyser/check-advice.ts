/** CheckAdvice: the model's words are shown only if every figure in them is a citation of a fact. */
import * as v from 'valibot';

import {
  AdviceAnswer,
  AdviceDraft,
  type AnalyserTask,
  type CheckedAdvice,
} from '#shared/contracts/workflows/purchase-order-decision.ts';
import { refuseAdvice, renderAdvice } from '#shared/domain/advice/render-advice.ts';
import { templateAdvice } from '#shared/domain/advice/template-advice.ts';

/** The advice to show: the model's, or the explanation computed from the figures with the reason why. */
export function checkAdvice(task: Extract<AnalyserTask, { task: 'check-advice' }>): CheckedAdvice {
  const answer = v.safeParse(AdviceAnswer, task.draft);
  if (!answer.success) return template(task, 'the answer was not in the agreed form');
  if (answer.output.source === 'none') return template(task, answer.output.because);
  const { model, tokens } = answer.output;
  const draft = v.safeParse(AdviceDraft, answer.output.draft);
  const refusal = draft.success
    ? refuseAdvice(draft.output, task.factSheet)
    : 'it was not in the agreed form';
  if (!draft.success || refusal !== null) return { ...template(task, refusal), model, tokens };
  const advice = renderAdvice(draft.output, task.factSheet);
  return { source: 'model', model, advice, tokens, computedBecause: null };
}

function template(task: { readonly factSheet: CheckInput }, because: string | null): CheckedAdvice {
  const advice = renderAdvice(templateAdvice(task.factSheet), task.factSheet);
  return { source: 'template', model: null, advice, tokens: 0, computedBecause: because };
}

type CheckInput = Parameters<typeof templateAdvice>[0];
