/** Days and times of files, in the tenant's time zone. */
import { quote, type Parsed } from './decimals.ts';

/** A calendar in one time zone; made once per file, because making it is slow. */
export type Calendar = {
  /** The day `YYYY-MM-DD` of a cell: a day, a time without zone (the tenant's own), or a time with zone. */
  readonly parseDay: (text: string) => Parsed<string>;
  /** The instant (ISO, UTC) of a cell; a day alone means its first moment. */
  readonly parseInstant: (text: string) => Parsed<string>;
  /** The day that an instant falls on. */
  readonly dayAt: (milliseconds: number) => string;
};

const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

type Moment = {
  readonly day: string;
  /** Milliseconds as if the clock were UTC. */ readonly wallClock: number;
  readonly zone: string | undefined;
};

/** The calendar of a time zone (IANA name). */
export function calendarOf(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const wallClockAt = (milliseconds: number): number => {
    const part = new Map(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
    const day = `${part.get('year')}-${part.get('month')}-${part.get('day')}`;
    return Date.parse(`${day}T${part.get('hour')}:${part.get('minute')}:${part.get('second')}Z`);
  };
  const dayAt = (milliseconds: number): string =>
    new Date(wallClockAt(milliseconds)).toISOString().slice(0, 10);
  const instantOf = ({ wallClock, zone }: Moment): number =>
    zone === undefined ? fromWallClock(wallClock, wallClockAt) : wallClock - offsetOf(zone);
  return {
    dayAt,
    parseDay: (text) =>
      mapParsed(parseMoment(text), (moment) =>
        moment.zone === undefined ? moment.day : dayAt(instantOf(moment)),
      ),
    parseInstant: (text) =>
      mapParsed(parseMoment(text), (moment) => new Date(instantOf(moment)).toISOString()),
  };
}

function parseMoment(text: string): Parsed<Moment> {
  const match = pattern.exec(text);
  if (match === null) {
    return { reason: `found ${quote(text)}, expected a day or time such as 2026-11-22 or 2026-11-22T08:30` };
  }
  const [, day = '', minutes, seconds = '00', fraction = '0', zone] = match;
  const wallClock = Date.parse(
    `${day}T${minutes ?? '00:00'}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`,
  );
  // Date.parse takes 24:00 and, in some places, 30 February; neither comes back as it went in.
  const isReal = !Number.isNaN(wallClock) && new Date(wallClock).toISOString().startsWith(day);
  return isReal
    ? { value: { day, wallClock, zone } }
    : { reason: `found ${text}: there is no such day or time` };
}

/** Milliseconds by which a zone such as `+02:00` is ahead of UTC. */
function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** The instant at which the wall clock shows a time; a time that a clock change skips is taken an hour later. */
function fromWallClock(wallClock: number, wallClockAt: (instant: number) => number): number {
  const guess = wallClock - (wallClockAt(wallClock) - wallClock);
  return guess + (wallClock - wallClockAt(guess));
}

function mapParsed<T, U>(parsed: Parsed<T>, change: (value: T) => U): Parsed<U> {
  return 'reason' in parsed ? parsed : { value: change(parsed.value) };
}
