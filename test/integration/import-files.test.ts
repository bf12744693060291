import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { hashFile, readCsv, type CsvRecord } from '#infra/cli/import/csv-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stock-mate-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.csv`);
  await writeFile(path, content);
  return path;
}

async function readAll(path: string): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of readCsv(path)) records.push(record);
  return records;
}

async function recordsOf(content: string | Uint8Array): Promise<CsvRecord[]> {
  return readAll(await fileOf(content));
}

describe('a CSV file is read', () => {
  test.each([
    ['commas', 'sku,name\nA-1,Cup\n'],
    ['semicolons', 'sku;name\nA-1;Cup\n'],
    ['tabs', 'sku\tname\nA-1\tCup\n'],
    ['a byte order mark', '\uFEFFsku,name\nA-1,Cup\n'],
    ['Windows line ends', 'sku,name\r\nA-1,Cup\r\n'],
    ['old Macintosh line ends', 'sku,name\rA-1,Cup\r'],
    ['quotes', '"sku","name"\n"A-1","Cup"'],
  ])('with %s', async (_, text) => {
    expect((await recordsOf(text)).map(({ cells }) => cells)).toEqual([
      ['sku', 'name'],
      ['A-1', 'Cup'],
    ]);
  });

  test('gzipped, whatever it is called', async () => {
    expect(await recordsOf(gzipSync('sku\nA-1\n'))).toHaveLength(2);
  });

  test('with a separator that stands quoted in the heading', async () => {
    expect((await recordsOf('"a,b,c";d\n1;2\n')).at(1)?.cells).toEqual(['1', '2']);
  });

  test('with the line each record begins on, past quoted line ends and empty lines', async () => {
    const records = await recordsOf('sku,name\nA,"two\nlines"\n\nB,x\n');
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5]);
    expect(records[1]?.cells).toEqual(['A', 'two\nlines']);
  });

  test('letter by letter, where a letter falls between two pieces of the file', async () => {
    const name = 'ü漢🎉'.repeat(30_000);
    const records = await recordsOf(`sku,name\nA,${name}\n`);
    expect(records[1]?.cells[1]).toBe(name);
  });
});

describe('what is not a CSV file is refused', () => {
  test.each([
    ['nothing', '', 'is empty'],
    ['an open quote', 'sku,name\nA,"Cup\nB,x\n', 'Quote Not Closed'],
    ['another encoding', Buffer.from([...Buffer.from('sku\nT'), 0xfc, 0x0a]), 'is not UTF-8'],
    ['half a gzip', gzipSync('sku\n'.repeat(1000)).subarray(0, 20), 'damaged or cut off'],
  ])('%s', async (_, content, message) => {
    await expect(recordsOf(content)).rejects.toThrow(message);
  });

  test('a folder, and a file that is not there', async () => {
    await expect(readAll(folder)).rejects.toThrow('cannot be read');
    await expect(readAll(join(folder, 'none.csv'))).rejects.toThrow('cannot be read');
  });
});

test('the hash is of the bytes of the file', async () => {
  const path = await fileOf('abc');
  expect(await hashFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
