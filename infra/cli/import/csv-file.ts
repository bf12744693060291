/** Reads a CSV file as people save it: plain or gzipped, with or without a byte order mark, separated by , ; or tab. */
import { createHash } from 'node:crypto';
import { createReadStream, promises as fs } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { CsvError, parse } from 'csv-parse';

import { CommandFailed, WrongUse } from '#infra/cli/failures.ts';

/** A record of the file and the line it begins on, the heading being line 1. */
export type CsvRecord = { readonly cells: readonly string[]; readonly line: number };

/** SHA-256 of the file as it lies there, in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(asBytes(chunk));
  return hash.digest('hex');
}

/** Every record of the file, the heading first; a file that is not CSV ends in a failure that names the line. */
export async function* readCsv(path: string): AsyncGenerator<CsvRecord> {
  try {
    yield* parseFile(path);
  } catch (error) {
    throw translate(error, path);
  }
}

async function* parseFile(path: string): AsyncGenerator<CsvRecord> {
  const text = textOf(path, await isGzip(path));
  const first = await text.next();
  if (first.done === true) throw new WrongUse(`${path} is empty: expected a heading and lines of data`);
  const parser = parse({
    delimiter: separatorOf(first.value),
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1_000_000,
  });
  Readable.from(withFirst(first.value, text))
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  for await (const found of parser) {
    // With `info: true` csv-parse gives each record beside where it stands.
    const { record, info } = found as { record: string[]; info: { lines: number } };
    const newlines = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    yield { cells: record, line: info.lines - newlines };
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await fs.open(path).catch((cause: unknown) => {
    throw new WrongUse(`${path} cannot be read: name a CSV file`, { cause });
  });
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).catch((cause: unknown) => {
      throw new WrongUse(`${path} cannot be read: name a CSV file`, { cause });
    });
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** The text of the file in pieces, without a byte order mark. */
async function* textOf(path: string, isZipped: boolean): AsyncGenerator<string> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  const bytes = isZipped ? file.on('error', (error) => gunzip.destroy(error)).pipe(gunzip) : file;
  // Fatal: a file in another encoding must not come in with question marks for letters.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of bytes) {
    const piece = decoder.decode(asBytes(chunk), { stream: true });
    if (piece !== '') yield piece;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

async function* withFirst(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** The separator that the heading uses most; a heading of one column has none, and a comma does no harm. */
function separatorOf(text: string): string {
  const [heading = ''] = text.replaceAll(/"[^"]*"/g, '').split(/\r\n|\r|\n/, 1);
  const count = (separator: string) => heading.split(separator).length;
  return [',', ';', '\t'].reduce((best, other) => (count(other) > count(best) ? other : best));
}

function translate(error: unknown, path: string): unknown {
  if (error instanceof CsvError) {
    return new CommandFailed(`${path} is not CSV: ${error.message}; nothing was written`, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new CommandFailed(`${path} is not UTF-8 text: save it as "CSV UTF-8"; nothing was written`);
  }
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') {
    return new CommandFailed(`${path} is gzip that is damaged or cut off; nothing was written`, {
      cause: error,
    });
  }
  return error;
}

function asBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('found text, expected bytes: open the stream without an encoding');
}
