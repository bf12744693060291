/** Rows as gzip in base64, so that many of them fit into a workflow's state. */
import { gunzipSync, gzipSync } from 'node:zlib';

/** Most bytes that packed rows may unfold to: a page of a run has a tenth of it. */
const MOST_UNPACKED_BYTES = 256 * 1024;

/** Most characters of a packed page: what else a state of the nightly forecast carries fits beside it into 8 KiB. */
export const MOST_PACKED_CHARACTERS = 7_400;

/** Below this many characters of JSON a page fits even where nothing can be compressed. */
const FITS_ANYWAY = (MOST_PACKED_CHARACTERS / 4) * 3 - 100;

/** The value as text; the same value gives the same text. */
export function pack(value: unknown): string {
  return gzipSync(JSON.stringify(value), { level: 9 }).toString('base64');
}

/** What was packed; throws where the text is not of `pack`, or unfolds to more than a page can have. */
export function unpack(packed: string): unknown {
  try {
    const bytes = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_UNPACKED_BYTES });
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new Error('the rows cannot be unpacked: expected gzip of at most 256 KiB of JSON in base64', {
      cause,
    });
  }
}

/** A page under way: rows that fit, packed, into a workflow's state. */
export type OpenPage<T> = {
  /** Adds the row if the page is then still small enough. */
  tryAdd(row: T): boolean;
  readonly rows: () => readonly T[];
  /** Whether another row of mean size would not fit. */
  readonly isFull: () => boolean;
};

/** Opens an empty page. */
export function openPage<T>(): OpenPage<T> {
  const rows: T[] = [];
  let characters = 0;
  let packedCharacters = 0;
  return {
    tryAdd(row) {
      const wanted = [...rows, row];
      const length = characters + JSON.stringify(row).length;
      // Packing takes longer the more there is, so it is tried only where it may matter.
      const packed = length < FITS_ANYWAY ? 0 : pack(wanted).length;
      if (packed > MOST_PACKED_CHARACTERS) return false;
      rows.push(row);
      characters = length;
      packedCharacters = packed;
      return true;
    },
    rows: () => rows,
    isFull: () => rows.length > 0 && packedCharacters * (1 + 1 / rows.length) > MOST_PACKED_CHARACTERS,
  };
}
