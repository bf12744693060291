import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { DatabaseUnavailable, isConnectionFault, isDriverFault } from './database-faults.ts';
import { canonicalJson, sha256Hex } from './hash.ts';
import { idOfName, newId } from './ids.ts';
import { StateOutputTooLarge, toStateOutput } from './lambda.ts';
import { openPool } from './pool.ts';
import { parseArray, parseInstant, parseNumber, serializeArray } from './postgres-values.ts';
import { matchRoute } from './routing.ts';

describe('ids', () => {
  test('of version 7 are unique, well formed, and sort in the order of making', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true);
  });

  test('of version 5 follow from the name alone', () => {
    expect(idOfName('stock:a:b')).toBe(idOfName('stock:a:b'));
    expect(idOfName('stock:a:b')).not.toBe(idOfName('stock:a:c'));
    expect(idOfName('x')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

test('canonical JSON does not depend on the order of keys, and leaves out what is undefined', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
  expect(sha256Hex({ a: 1, b: 2 })).toBe(sha256Hex({ b: 2, a: 1 }));
});

describe('values of Postgres', () => {
  test('survive an array literal', () => {
    const texts = ['plain', '', 'NULL', 'a"b', 'c\\d', 'e,f', '{g}', 'ü ✓'];
    expect(parseArray(serializeArray(texts), String)).toEqual(texts);
    expect(parseArray(serializeArray(['x', null]), String)).toEqual(['x', null]);
    expect(parseArray('{}', String)).toEqual([]);
    expect(parseArray('{1,2.5,NULL}', parseNumber)).toEqual([1, 2.5, null]);
  });

  test('keep the microseconds of an instant', () => {
    expect(parseInstant('2026-11-22 08:30:00.123456+00')).toBe('2026-11-22T08:30:00.123456Z');
    expect(() => parseInstant('infinity')).toThrow(RangeError);
  });

  test('are refused where a number would not hold them', () => {
    expect(parseNumber('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => parseNumber('9007199254740993')).toThrow(/beyond/);
    expect(() => parseNumber('NaN')).toThrow(RangeError);
  });
});

describe('a pool', () => {
  const open = () => {
    const destroyed: number[] = [];
    const broken = new Set<number>();
    let made = 0;
    const pool = openPool({
      size: 2,
      create: () => (made += 1),
      isUsable: (item) => !broken.has(item),
      destroy: async (item) => {
        destroyed.push(item);
      },
    });
    return { pool, destroyed, broken };
  };

  test('makes items on demand, takes back what is good and replaces what is broken', async () => {
    const { pool, destroyed, broken } = open();
    const first = await pool.lease(100);
    pool.giveBack(first);
    expect(await pool.lease(100)).toBe(first);
    broken.add(first);
    pool.giveBack(first);
    expect(await pool.lease(100)).toBe(2);
    expect(destroyed).toEqual([1]);
  });

  test('lets who comes too late wait, and gives up after a while', async () => {
    const { pool } = open();
    const [first] = [await pool.lease(100), await pool.lease(100)];
    await expect(pool.lease(20)).rejects.toThrow(DatabaseUnavailable);
    const waiting = pool.lease(1000);
    pool.giveBack(first);
    expect(await waiting).toBe(first);
  });

  test('destroys what comes back after its end', async () => {
    const { pool, destroyed } = open();
    const item = await pool.lease(100);
    await pool.close();
    pool.giveBack(item);
    await delay(0);
    expect(destroyed).toEqual([item]);
    await expect(pool.lease(10)).rejects.toThrow(/closed/);
  });
});

test('faults of the connection are told apart from faults of the work', () => {
  const withCode = (code: string) => Object.assign(new Error(code), { code });
  expect(
    ['CONNECTION_CLOSED', 'ECONNRESET', '57P01', '08006', '53300'].map(withCode).every(isConnectionFault),
  ).toBe(true);
  expect(['23505', '22P02', '42501', '57014'].map(withCode).some(isConnectionFault)).toBe(false);
  const driver = new TypeError("Cannot read properties of null (reading 'write')");
  driver.stack = 'at nextWrite (/x/node_modules/postgres/src/connection.js:250:22)';
  expect(isDriverFault(driver)).toBe(true);
  expect(isDriverFault(new TypeError("Cannot read properties of null (reading 'write')"))).toBe(false);
});

test('an answer that is too large for a workflow is an error with a name', () => {
  expect(toStateOutput({ ok: true })).toEqual({ ok: true });
  expect(() => toStateOutput('x'.repeat(33 * 1024))).toThrow(StateOutputTooLarge);
});

describe('a route', () => {
  const routes = [
    { method: 'POST', path: '/approvals/{approvalId}/decision' },
    { method: 'POST', path: '/approvals/decisions' },
    { method: 'GET', path: '/approvals/{approvalId}' },
    { method: 'POST', path: '/approvals/{approvalId}' },
  ];

  test('is found with its parameters, words before parameters', () => {
    expect(matchRoute(routes, 'POST', '/approvals/a%20b/decision').parameters).toEqual({ approvalId: 'a b' });
    expect(matchRoute(routes, 'POST', '/approvals/decisions').route).toBe(routes[1]);
  });

  test('that is not there is 404, with another method 405 and what is allowed', () => {
    expect(() => matchRoute(routes, 'GET', '/nothing')).toThrow(expect.objectContaining({ status: 404 }));
    expect(() => matchRoute(routes, 'DELETE', '/approvals/decisions')).toThrow(/takes POST, GET, not DELETE/);
  });
});
