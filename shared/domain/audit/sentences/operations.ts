import type { SentencesOf } from './sentence.ts';
import { counted, quantityText, reasonText } from './words.ts';

/** Sentences about imports, advice and workflows. */
export const operationsSentences: SentencesOf<
  | 'DataImportStarted'
  | 'DataImported'
  | 'DataImportUndone'
  | 'AdviceRequested'
  | 'AdviceReceived'
  | 'WorkflowControlRequested'
  | 'WorkflowCompleted'
> = {
  DataImportStarted: ({ kind, fileName }, { actor }) => `${actor} began to import ${kind} from ${fileName}.`,
  DataImported: ({ kind, fileName, rows, rejected }, { actor }) =>
    `${actor} imported ${counted(rows, 'row')} of ${kind} from ${fileName}; ${quantityText(rejected)} refused.`,
  DataImportUndone: ({ kind }, { actor, subject }) =>
    `${actor} took the import of ${kind} from ${subject} back.`,
  AdviceRequested: ({ mode, revision }, { subject }) =>
    mode === 'model'
      ? `Advice on ${subject} (revision ${revision}) was asked for.`
      : `Advice on ${subject} (revision ${revision}) is computed from the figures.`,
  AdviceReceived: ({ source, advice, computedBecause }, { subject }) => {
    const whose = source === 'model' ? 'The model' : 'The computed advice';
    const why = computedBecause === null ? '' : ` (not a model's words: ${computedBecause})`;
    return `${whose} suggests to ${advice.suggestedAction} ${subject}, risk ${advice.risk}${why}.`;
  },
  WorkflowControlRequested: ({ action }, { actor, subject }, reason) =>
    action === 'stop'
      ? `${actor} asked to stop ${subject}${reasonText(reason)}.`
      : `${actor} asked to take ${subject} up again where it failed${reasonText(reason)}.`,
  WorkflowCompleted: ({ machine, status }, { subject }) =>
    `The workflow ${machine} (${subject}) ended: ${status.toLowerCase().replace('_', ' ')}.`,
};
