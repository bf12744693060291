import { expect, it } from 'vitest';
import { fillTemplate, fillTyped } from './template.ts';

const bindings = { states: { input: { n: 2, list: [1, 2] } }, v: 'x' };
const fill = (value: Parameters<typeof fillTemplate>[0]['value']): Promise<unknown> =>
  fillTemplate({ value, field: 'Output', bindings });

it('replaces expressions anywhere in a template and leaves the rest', async () => {
  const template = {
    a: '{% $states.input.n * 2 %}',
    b: ['{% $v %}', '{no}', 1, null],
    c: { d: '{% $states.input %}' },
  };
  expect(await fill(template)).toEqual({ a: 4, b: ['x', '{no}', 1, null], c: { d: { n: 2, list: [1, 2] } } });
});

it('gives plain values: single results of a sequence are not arrays, and nothing hidden is kept', async () => {
  expect(await fill('{% $states.input.list[$ > 1] %}')).toBe(2);
  expect(await fill('{% $range(1, 9, 9) %}')).toEqual(1);
  expect(await fill('{% $partition([1..5], 2) %}')).toEqual([[1, 2], [3, 4], [5]]);
});

it('knows the functions that AWS adds, and not $eval', async () => {
  expect(await fill('{% $hash("x", "MD5") %}')).toBe('9dd4e461268c8034f5c8564e155c67a6');
  expect(await fill('{% $parse("{\\"a\\":[1]}") %}')).toEqual({ a: [1] });
  expect(await fill('{% $random(7) = $random(7) %}')).toBe(true);
  await expect(fill('{% $eval("1") %}')).rejects.toThrow('T1006');
});

it('fails with the expression and the place, in the words of AWS', async () => {
  await expect(fill({ a: { b: '{% $nothing %}' } })).rejects.toThrow(
    "The JSONata expression '$nothing' specified for the field 'Output/a/b' returned nothing (undefined).",
  );
  await expect(fill('{% function($x) { $x } %}')).rejects.toThrow('returned an unsupported result type');
  await expect(fillTyped({ value: '{% $v %}', field: 'Items', bindings }, 'array')).rejects.toThrow(
    "returned an unexpected result type. Expected 'array', but was 'string' for value: \"x\"",
  );
});

it('ends an expression that would never end', async () => {
  await expect(fill('{% ($f := function($n) { $f($n + 1) }; $f(0)) %}')).rejects.toThrow(
    'threw an error during evaluation',
  );
});
