import { expect, test } from 'vitest';

import { abcClassOf, classifyItems, policyOfClass, xyzClassOf, type ClassifiableItem } from './classes.ts';
import { defaultPlanningSettings } from './default-settings.ts';

function item(key: string, yearlyValue: number, rest: Partial<ClassifiableItem> = {}): ClassifiableItem {
  return { key, yearlyValue, coefficientOfVariation: 0.4, before: null, ...rest };
}

function abcOf(items: readonly ClassifiableItem[]): string {
  const classes = classifyItems(items);
  return items.map(({ key }) => classes.get(key)?.abcClass).join('');
}

test('A has the first 80 % of yearly value, B goes up to 95 %, C is the rest', () => {
  expect(
    abcOf([item('a', 700), item('b', 100), item('c', 100), item('d', 50), item('e', 30), item('f', 20)]),
  ).toBe('AABBCC');
  expect(abcOf([item('a', 80), item('b', 15), item('c', 5)])).toBe('ABC');
});

test('the item on a cut belongs to the dearer side: a single product is A', () => {
  expect(abcOf([item('a', 12)])).toBe('A');
  expect(abcOf([item('a', 50), item('b', 40), item('c', 10)])).toBe('AAB');
});

test('what has no value is C, and a tenant without any value has C alone', () => {
  expect(abcOf([item('a', 10), item('b', 0), item('c', Number.NaN)])).toBe('ACC');
  expect(abcOf([item('a', 0), item('b', 0)])).toBe('CC');
});

test('equal values go by key, whatever the order of the list', () => {
  const items = ['e', 'b', 'd', 'a', 'c'].map((key) => item(key, 20));
  const classes = classifyItems(items);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => classes.get(key)?.abcClass).join('')).toBe('AAAAB');
  expect(classifyItems([...items].reverse())).toEqual(classes);
});

test('an item changes its class of value only beyond two points of share', () => {
  expect([0.79, 0.81, 0.82].map((share) => abcClassOf(share, 'A'))).toEqual(['A', 'A', 'B']);
  expect([0.77, 0.79, 0.96, 0.97].map((share) => abcClassOf(share, 'B'))).toEqual(['A', 'B', 'B', 'C']);
  expect([0.92, 0.94].map((share) => abcClassOf(share, 'C'))).toEqual(['B', 'C']);
  expect([0.79, 0.81, 0.94, 0.96].map((share) => abcClassOf(share, null))).toEqual(['A', 'B', 'B', 'C']);
});

test('X varies by up to a half, Y by up to its mean, Z by more, with a band of a tenth', () => {
  expect([0, 0.5, 0.51, 1, 1.01, Infinity, Number.NaN].map((cv) => xyzClassOf(cv, null))).toEqual([
    'X',
    'X',
    'Y',
    'Y',
    'Z',
    'Z',
    'Z',
  ]);
  expect([0.54, 0.56].map((cv) => xyzClassOf(cv, 'X'))).toEqual(['X', 'Y']);
  expect([0.44, 0.46, 1.09, 1.11].map((cv) => xyzClassOf(cv, 'Y'))).toEqual(['X', 'Y', 'Y', 'Z']);
  expect([0.89, 0.91].map((cv) => xyzClassOf(cv, 'Z'))).toEqual(['Y', 'Z']);
});

test('items whose value and variation wobble around the cuts keep their classes', () => {
  const night = (wobble: number, before: ClassifiableItem['before']) =>
    classifyItems([
      item('top', 800 + 10 * wobble),
      item('edge', 150, { coefficientOfVariation: 0.5 + 0.03 * wobble, before }),
      item('rest', 50),
    ]).get('edge');
  let held = night(0, null) ?? null;
  expect(held).toEqual({ abcClass: 'B', xyzClass: 'X' });
  for (const wobble of [-1, 1, -1, 1, 0]) {
    held = night(wobble, held) ?? null;
    expect(held).toEqual({ abcClass: 'B', xyzClass: 'X' });
  }
});

test('each of the nine classes has its policy, and settings without it are refused', () => {
  expect(policyOfClass(defaultPlanningSettings, 'A', 'Z')).toMatchObject({
    abcClass: 'A',
    serviceTarget: 0.97,
  });
  expect(() => policyOfClass({ ...defaultPlanningSettings, classPolicies: [] }, 'B', 'Y')).toThrow(
    'class BY',
  );
});
