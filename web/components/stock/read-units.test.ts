import { expect, test } from 'vitest';

import { readUnits } from './read-units.ts';

test('units are read line by line, with a decimal point or comma', () => {
  expect(readUnits('box = 12\n\n Palette=480 \nroll = 12,5\n')).toEqual([
    { unit: 'box', perUnit: 12 },
    { unit: 'Palette', perUnit: 480 },
    { unit: 'roll', perUnit: 12.5 },
  ]);
  expect(readUnits('')).toEqual([]);
});

test('a line that is no unit spoils them all, so that none is dropped unseen', () => {
  for (const line of ['box', 'box = ', '= 12', 'box = 0', 'box = -1', 'box = 1.2345', 'box = twelve'])
    expect(readUnits(`pallet = 480\n${line}`)).toBeNull();
});
