/** The ChatGPT step: a fact sheet goes in, a draft that cites facts comes out. No database, no names of people. */
import * as v from 'valibot';

import { defineHandler, toStateOutput } from '#functions/_kit/lambda.ts';
import { type AdviceAnswer, FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';

import { type AskModel, openModel } from './openai.ts';

const AdviceTask = v.strictObject({ mode: v.picklist(['model', 'template']), factSheet: FactSheet });

type Services = { readonly askModel: AskModel | null };

/** Keys whose values are typed by people: the model may cite them, but never reads them. */
const nameKeys: readonly string[] = ['productName', 'supplierName', 'orderNumber'];

/** Asks the model, or says why it was not asked; a failing model throws `ModelUnavailable`. */
export async function handle(event: unknown, { askModel }: Services): Promise<AdviceAnswer> {
  const { mode, factSheet } = v.parse(AdviceTask, event);
  if (mode === 'template') return { source: 'none', because: 'the budget for advice is used up today' };
  if (askModel === null) return { source: 'none', because: 'no model is configured' };
  const sheet = Object.fromEntries(
    Object.entries(factSheet).map(([key, { label, text }]) => [
      key,
      nameKeys.includes(key) ? { label } : { label, text },
    ]),
  );
  return toStateOutput(await askModel(sheet));
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({ askModel: openModel(process.env) }),
  handle,
});
