import { describe, expect, it } from 'vitest';
import { failedItems } from './sqs-event.ts';

const batch = ['a', 'b'];

describe('what a function says about its batch', () => {
  it.each(['null', '{}', '{"batchItemFailures":[]}', '{"batchItemFailures":null}', '"done"'])(
    'takes %s for a full success',
    (payload) => expect(failedItems(payload, batch)).toEqual(new Set()),
  );

  it('takes the named items for failed', () => {
    expect(failedItems('{"batchItemFailures":[{"itemIdentifier":"b"}]}', batch)).toEqual(new Set(['b']));
  });

  it.each([
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{"itemIdentifier":"c"}]}',
    '{"batchItemFailures":[{}]}',
    '{"batchItemFailures":"a"}',
  ])('takes %s, which it does not understand, for a full failure', (payload) => {
    expect(failedItems(payload, batch)).toEqual(new Set(batch));
  });
});
