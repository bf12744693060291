import { IntrinsicFailure } from '#infra/local/step-functions/failures/intrinsic-failure.ts';
import { seededRandom } from '#infra/local/step-functions/language/seeded-random.ts';
import { type Intrinsic, asInteger, asObject } from './arguments.ts';

/** Intrinsic functions on numbers, and the merging of objects. */
export const numberIntrinsics: Readonly<Record<string, Intrinsic>> = {
  MathAdd: (left, right) => asInteger(left, 'States.MathAdd') + asInteger(right, 'States.MathAdd'),

  MathRandom(first, last, seed) {
    const from = asInteger(first, 'States.MathRandom');
    const to = asInteger(last, 'States.MathRandom');
    if (to <= from)
      throw new IntrinsicFailure(
        'Invalid arguments in States.MathRandom: the end must be greater than the start',
      );
    const dice = seed === undefined ? Math.random() : seededRandom(asInteger(seed, 'States.MathRandom'));
    return from + Math.floor(dice * (to - from));
  },

  JsonMerge(left, right, deep) {
    if (deep !== false)
      throw new IntrinsicFailure(
        'Invalid arguments in States.JsonMerge: only the shallow merging mode (false) is supported',
      );
    return { ...asObject(left, 'States.JsonMerge'), ...asObject(right, 'States.JsonMerge') };
  },
};
