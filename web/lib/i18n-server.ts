import { cookies, headers } from 'next/headers';
import { cache } from 'react';

import { createFormats } from './formats.ts';
import { chooseLocale, localeCookie, locales, type Locale } from './locales.ts';
import { loadMembership } from './membership.ts';

/** The language of the request. */
export const requestLocale = cache(async (): Promise<Locale> => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  return chooseLocale(chosen, (await headers()).get('accept-language'));
});

/** The reader's words and formats, for server components of signed-in pages. */
export const getI18n = cache(async () => {
  const locale = await requestLocale();
  const membership = await loadMembership();
  const { timeZone, currency } =
    membership.ok && membership.data !== null ? membership.data : { timeZone: 'UTC', currency: 'EUR' };
  const { tag, messages } = locales[locale];
  return { t: messages, f: createFormats(tag, timeZone), locale, timeZone, currency };
});
