import { de } from '#web/messages/de.ts';
import { en, type Messages } from '#web/messages/en.ts';

/** Languages of the app: the tag that formats follow, and the words. */
export const locales = {
  en: { tag: 'en-GB', messages: en },
  de: { tag: 'de-DE', messages: de },
} as const satisfies Record<string, { readonly tag: string; readonly messages: Messages }>;
/** A language of the app. */
export type Locale = keyof typeof locales;

/** Cookie that keeps the chosen language. */
export const localeCookie = 'stock_mate_locale';

/** The chosen language, else the browser's first that we speak, else English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (chosen === 'en' || chosen === 'de') return chosen;
  for (const part of (acceptLanguage ?? '').toLowerCase().split(',')) {
    if (part.trim().startsWith('de')) return 'de';
    if (part.trim().startsWith('en')) return 'en';
  }
  return 'en';
}
