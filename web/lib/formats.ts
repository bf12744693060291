/** How numbers, money, days and times are written for one reader: language and the workspace's time zone. */
export type Formats = ReturnType<typeof createFormats>;

/** Makes the formats; days are plain `YYYY-MM-DD`, instants are shown in the time zone. */
export function createFormats(locale: string, timeZone: string) {
  const plainDay = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const fullDay = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const timeOfDay = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const isoDay = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'negative',
  });
  const unit = (value: number, name: 'day' | 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  return {
    number: (value: number) => numbers.format(value),
    /** With all its decimals, for stock that is looked at to be counted. */
    quantity: (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value),
    /** With two decimals, for ratios. */
    decimal: (value: number) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value),
    percent: (share: number) => percents.format(share),
    /** With the decimals it has, for targets: 97.5 %. */
    exactPercent: (share: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(share),
    signedPercent: (share: number) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        maximumFractionDigits: 1,
        signDisplay: 'exceptZero',
      }).format(share),
    signed: (value: number) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(value),
    money: (amountMinor: number, currency: string) => money(locale, amountMinor, { currency }),
    /** Without cents, for amounts that are estimates. */
    roundMoney: (amountMinor: number, currency: string) =>
      money(locale, amountMinor, { currency, maximumFractionDigits: 0, signDisplay: 'negative' }),
    day: (day: string) => plainDay.format(utcDay(day)),
    shortDay: (day: string) => shortDay.format(utcDay(day)),
    fullDay: (day: string) => fullDay.format(utcDay(day)),
    time: (instant: string | number) => timeOfDay.format(new Date(instant)),
    dateTime: (instant: string | number) => dateTime.format(new Date(instant)),
    /** The workspace's calendar day of an instant. */
    dayOf: (instant: string | number) => isoDay.format(new Date(instant)),
    /** A length of time in its two largest units. */
    duration: (milliseconds: number) => {
      const minutes = Math.floor(milliseconds / 60_000);
      if (minutes < 1) return unit(Math.max(0, Math.round(milliseconds / 1_000)), 'second');
      const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
      if (days > 0) return hours === 0 ? unit(days, 'day') : `${unit(days, 'day')} ${unit(hours, 'hour')}`;
      return hours > 0 ? `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}` : unit(minutes, 'minute');
    },
  };
}

/** A day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(utcDay(day).getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcDay(to).getTime() - utcDay(from).getTime()) / 86_400_000);
}

function utcDay(day: string): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`);
}

/** Minor units in one major unit of a currency: 100 cents in a euro, 1 in a yen. */
export function minorUnits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

function money(locale: string, amountMinor: number, options: Intl.NumberFormatOptions): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: options.currency });
  const minorDigits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return new Intl.NumberFormat(locale, { style: 'currency', ...options }).format(
    amountMinor / 10 ** minorDigits,
  );
}
