import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyChangeIsMaterial } from './policy-change-is-material.ts';

const inForce = { safetyStock: 40, reorderPoint: 100, orderUpToLevel: 150 };
const hysteresis = { leastChangeShare: 0.05, leastChangeUnits: 1 };

test.each([
  ['no policy yet', null, inForce, true],
  ['4 % of the reorder point', inForce, { ...inForce, reorderPoint: 104 }, false],
  ['6 % of the reorder point', inForce, { ...inForce, reorderPoint: 94 }, true],
  ['more safety stock alone', inForce, { ...inForce, safetyStock: 50 }, true],
  [
    'one unit on a small level, although that is more than 5 %',
    { safetyStock: 2, reorderPoint: 4, orderUpToLevel: 6 },
    { safetyStock: 3, reorderPoint: 5, orderUpToLevel: 7 },
    false,
  ],
  [
    'something where there was nothing',
    { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 0 },
    { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 1 },
    true,
  ],
  [
    'nothing where there was something',
    { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 1 },
    { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 0 },
    true,
  ],
])('a change is judged against the policy in force: %s', (_, before, after, isMaterial) => {
  expect(policyChangeIsMaterial(before, after, hysteresis)).toBe(isMaterial);
});

test('the share and the units are those of the tenant', () => {
  const after = { ...inForce, reorderPoint: 108 };
  expect(policyChangeIsMaterial(inForce, after, { leastChangeShare: 0.1, leastChangeUnits: 1 })).toBe(false);
  expect(policyChangeIsMaterial(inForce, after, { leastChangeShare: 0, leastChangeUnits: 8 })).toBe(false);
  expect(policyChangeIsMaterial(inForce, after, { leastChangeShare: 0, leastChangeUnits: 7.5 })).toBe(true);
});

test('noise within the share changes nothing, however many nights it comes', () => {
  const share = fc.double({ min: -0.05, max: 0.05, noNaN: true });
  const nights = fc.array(fc.tuple(share, share, share), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(nights, (noise) => {
      for (const [a, b, c] of noise) {
        const after = {
          safetyStock: 40 * (1 + a),
          reorderPoint: 100 * (1 + b),
          orderUpToLevel: 150 * (1 + c),
        };
        expect(policyChangeIsMaterial(inForce, after, hysteresis)).toBe(false);
      }
    }),
  );
});

test('a drift is followed once it adds up, and the levels in force are never further off than the share', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.04, noNaN: true }), fc.boolean(), (perNight, isRising) => {
      let held = inForce;
      let changes = 0;
      for (let night = 1; night <= 120; night += 1) {
        const factor = (1 + (isRising ? perNight : -perNight)) ** night;
        const wanted = {
          safetyStock: 40 * factor,
          reorderPoint: 100 * factor,
          orderUpToLevel: 150 * factor,
        };
        if (policyChangeIsMaterial(held, wanted, hysteresis)) {
          held = wanted;
          changes += 1;
        }
        const tolerance = Math.max(1, 0.05 * held.reorderPoint);
        expect(Math.abs(held.reorderPoint - wanted.reorderPoint)).toBeLessThanOrEqual(tolerance);
      }
      expect(changes).toBeGreaterThan(0);
      expect(changes).toBeLessThanOrEqual(120 * Math.min(1, perNight / 0.04 + 0.1));
    }),
  );
});
