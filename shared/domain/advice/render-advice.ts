/** Advice cites facts by key; here citations become text, and whatever is not a citation is judged. */
import type { AdviceText } from '#shared/contracts/events/advice.ts';
import type { AdviceDraft, FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';

const citation = /\{\{\s*([^{}]*?)\s*\}\}/g;

const numberWords =
  /\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|dozen|half|twice|double|triple)\b/i;

/** What is wrong with the draft, in words; null when every figure in it is a citation of a known fact. */
export function refuseAdvice(draft: AdviceDraft, factSheet: FactSheet): string | null {
  const unknown = citedKeys(draft.explanation).find((key) => !Object.hasOwn(factSheet, key));
  if (unknown !== undefined) return `it cites "${unknown.slice(0, 40)}", which is no fact of this order`;
  const words = draft.explanation.replaceAll(citation, ' ');
  if (/\p{N}/u.test(words)) return 'it holds a figure that is not a citation';
  if (numberWords.test(words)) return 'it holds a number in words';
  if (/[<>{}[\]`]|https?:|www\./i.test(words)) return 'it holds markup or an address';
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(words))
    return 'it holds another script';
  if (words.trim().split(/\s+/).length > 90) return 'it is longer than ninety words';
  return null;
}

/** The draft with its citations written out, and the figures it cites. */
export function renderAdvice(draft: AdviceDraft, factSheet: FactSheet): AdviceText {
  const keys = [...new Set(citedKeys(draft.explanation))];
  return {
    explanation: draft.explanation.replaceAll(citation, (_, key: string) => factSheet[key]?.text ?? key),
    suggestedAction: draft.suggestedAction,
    risk: draft.risk,
    figures: keys.map((key) => ({ key, text: factSheet[key]?.text ?? key })),
  };
}

function citedKeys(text: string): string[] {
  return [...text.matchAll(citation)].map((match) => match[1] ?? '');
}
