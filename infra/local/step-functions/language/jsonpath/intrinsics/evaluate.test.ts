import { expect, it } from 'vitest';
import { evaluateIntrinsic } from './evaluate.ts';

const data = {
  input: { list: [1, 1, 2, { a: 1 }, { a: 1 }], text: 'a-b_c--d', name: 'Ada', object: { x: 1, y: [true] } },
  context: () => ({}),
  variables: { n: 2 },
};

it.each([
  ["States.Format('Hi {}, \\{\\} and {}', $.name, $n)", 'Hi Ada, {} and 2'],
  ["States.Format('{}', $.object)", '{x=1, y=[true]}'],
  ["States.Array(1, 'two', null, $.name)", [1, 'two', null, 'Ada']],
  ['States.ArrayPartition($.list, 2)', [[1, 1], [2, { a: 1 }], [{ a: 1 }]]],
  ['States.ArrayContains($.list, 2)', true],
  ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
  ['States.ArrayGetItem($.list, $n)', 2],
  ['States.ArrayLength($.list)', 5],
  ['States.ArrayUnique($.list)', [1, 2, { a: 1 }]],
  ["States.Base64Decode(States.Base64Encode('grün'))", 'grün'],
  ["States.Hash('x', 'MD5')", '9dd4e461268c8034f5c8564e155c67a6'],
  ['States.JsonMerge($.object, States.StringToJson(\'{"x": 2}\'), false)', { x: 2, y: [true] }],
  ['States.JsonToString($.object)', '{"x":1,"y":[true]}'],
  ["States.StringToJson(' ')", null],
  ["States.StringSplit($.text, '-_')", ['a', 'b', 'c', 'd']],
  ['States.MathAdd(-1.5, 2.5)', 2],
])('evaluates %s', (call, value) => {
  expect(evaluateIntrinsic(call, data)).toEqual(value);
});

it('gives the same random number for the same seed, within the bounds', () => {
  const draw = (): unknown => evaluateIntrinsic('States.MathRandom(10, 20, 7)', data);
  expect(draw()).toBe(draw());
  expect(draw()).toBeGreaterThanOrEqual(10);
  expect(draw()).toBeLessThan(20);
});

it.each([
  'States.Nope()',
  'States.ArrayRange(1, 9, 0)',
  "States.MathAdd('1', 2)",
  "States.Format('{}')",
  'States.Array(1',
])('fails with States.IntrinsicFailure for %s', (call) => {
  expect(() => evaluateIntrinsic(call, data)).toThrow('States.IntrinsicFailure');
});
