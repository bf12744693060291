/** OpenAI's Responses API, or any server that speaks it. Only importer of openai. */
import { toJsonSchema } from '@valibot/to-json-schema';
import OpenAI from 'openai';

import type { WorkflowErrorName } from '#shared/contracts/errors.ts';
import { type AdviceAnswer, AdviceDraft } from '#shared/contracts/workflows/purchase-order-decision.ts';

import { instructions } from './prompt.ts';

/** The facts as the model sees them: a label each, and a value unless people typed it. */
type ModelSheet = Readonly<Record<string, { readonly label: string; readonly text?: string }>>;

/** Asks for advice on the facts. */
export type AskModel = (sheet: ModelSheet) => Promise<AdviceAnswer>;

/** The model did not answer as agreed; the state may be tried once more. */
class ModelUnavailable extends Error {
  override readonly name = 'ModelUnavailable' satisfies WorkflowErrorName;
}

const callTimeoutMs = 12_000;
const mostOutputTokens = 600;
const mostCharacters = 8_000;

/** The model of the environment; null where no key is given. */
export function openModel(environment: Readonly<Record<string, string | undefined>>): AskModel | null {
  const apiKey = environment['OPENAI_API_KEY'];
  if (apiKey === undefined || apiKey === '') return null;
  const model = environment['ADVICE_MODEL'] ?? 'gpt-5-mini';
  // The SDK sleeps as long as a Retry-After says; the workflow retries instead.
  const client = new OpenAI({
    apiKey,
    baseURL: environment['OPENAI_BASE_URL'],
    maxRetries: 0,
    timeout: callTimeoutMs,
  });
  return async (sheet) => {
    const answer = await ask(client, model, sheet);
    if (answer.text.length > mostCharacters)
      throw new ModelUnavailable('the answer is far longer than agreed');
    return { source: 'model', model, draft: parse(answer.text), tokens: answer.tokens };
  };
}

async function ask(
  client: OpenAI,
  model: string,
  sheet: ModelSheet,
): Promise<{ text: string; tokens: number }> {
  try {
    const response = await client.responses.create(
      {
        model,
        instructions,
        input: JSON.stringify(sheet),
        max_output_tokens: mostOutputTokens,
        store: false,
        text: {
          format: {
            type: 'json_schema',
            name: 'advice',
            strict: true,
            schema: { ...toJsonSchema(AdviceDraft) },
          },
        },
      },
      { signal: AbortSignal.timeout(callTimeoutMs) },
    );
    return { text: response.output_text ?? '', tokens: response.usage?.total_tokens ?? 0 };
  } catch (error) {
    // Whatever a strange server answers ends here: HTML, half a body, nothing at all.
    throw new ModelUnavailable('the model gave no usable answer in time', { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // CheckAdvice says that it is not in the agreed form.
    return text.slice(0, 200);
  }
}
