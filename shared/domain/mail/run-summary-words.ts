/** Words of the mail about a forecast run, in English and German. */
import type { RunSummary } from '#shared/contracts/workflows/notifier.ts';

import type { MailLocale } from './compose.ts';

type Trigger = RunSummary['trigger'];

/** How one language says what a run came to; numbers and days come formatted. */
type Words = {
  /** The tag that numbers and days follow. */
  readonly tag: string;
  readonly subject: (trigger: Trigger, day: string) => string;
  readonly products: (count: string, isOne: boolean) => string;
  readonly failed: (count: string) => string;
  readonly changed: (count: string, isOne: boolean) => string;
  readonly noneChanged: string;
  readonly occasion: Readonly<Record<Trigger, string>>;
  readonly duration: (minutes: string, isOne: boolean) => string;
  readonly underAMinute: string;
  readonly accuracy: string;
  readonly accuracyHead: readonly string[];
  readonly abcClass: (name: string) => string;
  readonly noClass: string;
  readonly accuracyNote: string;
  readonly failures: string;
  readonly failureHead: readonly string[];
  readonly more: (count: string) => string;
  readonly kept: string;
  readonly open: string;
};

const en: Words = {
  tag: 'en-GB',
  subject: (trigger, day) => `${trigger === 'policyChange' ? 'Policies' : 'Forecast'} of ${day}`,
  products: (count, isOne) => `${count} ${isOne ? 'product' : 'products'}`,
  failed: (count) => `${count} failed`,
  changed: (count, isOne) => `${count} ${isOne ? 'policy' : 'policies'} changed`,
  noneChanged: 'no policy changed',
  occasion: {
    nightly: 'Nightly run',
    manual: 'Run started by a person',
    policyChange: 'Run after a change of policy',
  },
  duration: (minutes, isOne) => `it took ${minutes} ${isOne ? 'minute' : 'minutes'}`,
  underAMinute: 'it took less than a minute',
  accuracy: 'How right the forecasts were',
  accuracyHead: ['Class', 'Products', 'Error (WAPE)', 'Bias', 'Within the 80% band'],
  abcClass: (name) => `Class ${name}`,
  noClass: 'No class',
  accuracyNote:
    'Error is the sum of all misses divided by demand. A positive bias means that forecasts were too high. About 80% should lie within the band.',
  failures: 'Products that failed',
  failureHead: ['SKU', 'Product', 'Why'],
  more: (count) => `And ${count} more.`,
  kept: 'They keep their forecast of the run before.',
  open: 'Open the forecast run',
};

const de: Words = {
  tag: 'de-DE',
  subject: (trigger, day) => `${trigger === 'policyChange' ? 'Bestandsregeln' : 'Prognose'} vom ${day}`,
  products: (count) => `${count} Artikel`,
  failed: (count) => `${count} fehlgeschlagen`,
  changed: (count, isOne) => `${count} ${isOne ? 'Bestandsregel' : 'Bestandsregeln'} geändert`,
  noneChanged: 'keine Bestandsregel geändert',
  occasion: {
    nightly: 'Nächtlicher Lauf',
    manual: 'Lauf, den eine Person gestartet hat',
    policyChange: 'Lauf nach einer Änderung der Bestandsregeln',
  },
  duration: (minutes, isOne) => `Dauer: ${minutes} ${isOne ? 'Minute' : 'Minuten'}`,
  underAMinute: 'Dauer: weniger als eine Minute',
  accuracy: 'Wie gut die Prognosen waren',
  accuracyHead: ['Klasse', 'Artikel', 'Fehler (WAPE)', 'Schiefe', 'Im 80-%-Band'],
  abcClass: (name) => `Klasse ${name}`,
  noClass: 'Ohne Klasse',
  accuracyNote:
    'Der Fehler ist die Summe aller Abweichungen, geteilt durch den Bedarf. Eine positive Schiefe heißt, dass die Prognosen zu hoch waren. Etwa 80 % sollten im Band liegen.',
  failures: 'Fehlgeschlagene Artikel',
  failureHead: ['Artikelnummer', 'Artikel', 'Grund'],
  more: (count) => `Und ${count} weitere.`,
  kept: 'Sie behalten die Prognose des vorigen Laufs.',
  open: 'Prognoselauf öffnen',
};

/** The words of each language. */
export const runSummaryWords: Readonly<Record<MailLocale, Words>> = { en, de };
