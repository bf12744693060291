import { IntrinsicFailure } from '#infra/local/step-functions/failures/intrinsic-failure.ts';
import { type Json, jsonEquals } from '#infra/local/step-functions/json.ts';
import { type Intrinsic, asArray, asInteger } from './arguments.ts';

/** Most items States.ArrayRange makes. */
const longestRange = 1000;

/** Intrinsic functions on arrays. */
export const arrayIntrinsics: Readonly<Record<string, Intrinsic>> = {
  Array: (...values) => values,

  ArrayPartition(array, size) {
    const items = asArray(array, 'States.ArrayPartition');
    const length = asInteger(size, 'States.ArrayPartition');
    if (length <= 0)
      throw new IntrinsicFailure(
        'Invalid arguments in States.ArrayPartition: the chunk size must be a positive number',
      );
    return Array.from({ length: Math.ceil(items.length / length) }, (_, i) =>
      items.slice(i * length, (i + 1) * length),
    );
  },

  ArrayContains: (array, wanted) =>
    asArray(array, 'States.ArrayContains').some((item) => wanted !== undefined && jsonEquals(item, wanted)),

  ArrayRange(first, last, step) {
    const from = asInteger(first, 'States.ArrayRange');
    const to = asInteger(last, 'States.ArrayRange');
    const by = asInteger(step, 'States.ArrayRange');
    const length = by === 0 ? Number.NaN : Math.max(0, Math.floor((to - from) / by) + 1);
    if (!(length <= longestRange)) {
      throw new IntrinsicFailure(
        `Invalid arguments in States.ArrayRange: the step must not be 0 and the range at most ${String(longestRange)} items`,
      );
    }
    return Array.from({ length }, (_, i) => from + i * by);
  },

  ArrayGetItem(array, index) {
    const items = asArray(array, 'States.ArrayGetItem');
    const item = items[asInteger(index, 'States.ArrayGetItem')];
    if (item === undefined)
      throw new IntrinsicFailure(
        'Invalid arguments in States.ArrayGetItem: the index is out of the bounds of the array',
      );
    return item;
  },

  ArrayLength: (array) => asArray(array, 'States.ArrayLength').length,

  ArrayUnique(array) {
    const unique: Json[] = [];
    for (const item of asArray(array, 'States.ArrayUnique')) {
      if (!unique.some((known) => jsonEquals(known, item))) unique.push(item);
    }
    return unique;
  },
};
