'use client';

import { createContext, use, useMemo, type ReactNode } from 'react';

import type { Messages } from '#web/messages/en.ts';

import { createFormats, type Formats } from './formats.ts';
import { locales, type Locale } from './locales.ts';

/** Words and formats for the reader. */
export type I18n = {
  readonly t: Messages;
  readonly f: Formats;
  readonly locale: Locale;
  readonly currency: string;
};

const Context = createContext<I18n | null>(null);

/** Gives the components below it the reader's words and formats. */
export function I18nProvider(props: {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly currency: string;
  readonly children: ReactNode;
}) {
  const { locale, timeZone, currency, children } = props;
  const value = useMemo(() => {
    const { tag, messages } = locales[locale];
    return { t: messages, f: createFormats(tag, timeZone), locale, currency };
  }, [locale, timeZone, currency]);
  return <Context value={value}>{children}</Context>;
}

/** The reader's words and formats. */
export function useI18n(): I18n {
  const value = use(Context);
  if (value === null)
    throw new Error('found no I18nProvider above this component; render it inside the root layout');
  return value;
}
