import { expect, it } from 'vitest';
import type { Json } from '#infra/local/step-functions/json.ts';
import { lookUp, requirePath } from './lookup.ts';

const input: Json = {
  a: { b: [1, 2, 3, { c: 'x' }], 'd.e': true, n: null },
  books: [
    { title: 'one', price: 5, tags: ['t'] },
    { title: 'two', price: 15 },
  ],
  limit: 10,
};

function at(path: string): unknown {
  return lookUp(requirePath(path), {
    input,
    context: () => ({ State: { Name: 'S' } }),
    variables: { v: { w: [7] } },
  });
}

it.each([
  ['$', input],
  ['$.a.b[0]', 1],
  ['$.a.b[-1].c', 'x'],
  ["$['a']['d.e']", true],
  ['$.a.n', null],
  ['$$.State.Name', 'S'],
  ['$v.w[0]', 7],
  ['$.a.b[0,2]', [1, 3]],
  ['$.a.b[1:3]', [2, 3]],
  ['$.books[*].title', ['one', 'two']],
  ['$..title', ['one', 'two']],
  ['$.books[?(@.price > 10)].title', ['two']],
  ["$.books[?(@.title == 'one' && @.tags)].price", [5]],
  ['$.books[?(@.title==two)].price', [15]],
  ['$.books[?(@.price < $.limit)].title', ['one']],
])('finds %s', (path, value) => {
  expect(at(path)).toEqual({ value });
});

it('says like AWS whether the leaf is absent or a property on the way', () => {
  expect(at('$.a.x')).toEqual({ missing: "No results for path: $['a']['x']" });
  expect(at('$.no.such.path')).toEqual({ missing: "Missing property in path $['no']" });
});

it('gives an empty array where an indefinite path matches nothing', () => {
  expect(at('$.books[*].author')).toEqual({ value: [] });
  expect(at('$.a.b[9:]')).toEqual({ value: [] });
});

it('refuses what is no path', () => {
  expect(() => requirePath('a.b')).toThrow("Invalid path 'a.b'");
  expect(() => requirePath('$.a[')).toThrow('Invalid path');
});
