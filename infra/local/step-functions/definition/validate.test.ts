import { expect, it } from 'vitest';
import { validateDefinition } from './validate.ts';

const errors = (definition: unknown, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): readonly string[] =>
  validateDefinition(typeof definition === 'string' ? definition : JSON.stringify(definition), type).map(
    ({ message, location }) => `${message} at ${location ?? ''}`,
  );
const one = (state: object, more: object = {}): object => ({ StartAt: 'S', States: { S: state }, ...more });

it('accepts both languages, and JSONata states in a JSONPath machine', () => {
  expect(errors(one({ Type: 'Pass', End: true }))).toEqual([]);
  expect(errors(one({ Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}', End: true }))).toEqual([]);
});

it.each([
  [{}, 'These fields are required: [States, StartAt] at /'],
  [one({ Type: 'Pass' }), 'One of these fields is required: [Next, End] at /States/S'],
  [one({ Type: 'Pass', Next: 'X' }), "Missing 'Next' target: X at /States/S/Next"],
  [one({ Type: 'Task', End: true }), 'These fields are required: [Resource] at /States/S'],
  [one({ Type: 'Parallel', Branches: [], End: true }), 'Value cannot be empty at /States/S/Branches'],
  [
    one({ Type: 'Wait', Timestamp: 'tomorrow', End: true }),
    'String does not match RFC3339 timestamp at /States/S/Timestamp',
  ],
  [
    one({ Type: 'Pass', Output: '{% ( %}', End: true }, { QueryLanguage: 'JSONata' }),
    'Invalid JSONata expression',
  ],
  [
    one({ Type: 'Pass', InputPath: '$', End: true }, { QueryLanguage: 'JSONata' }),
    "Field 'InputPath' is not supported",
  ],
  [
    one({ Type: 'Pass', QueryLanguage: 'JSONPath', End: true }, { QueryLanguage: 'JSONata' }),
    "'QueryLanguage' can not be 'JSONPath'",
  ],
  [
    one({ Type: 'Pass', Parameters: { 'a.$': 'States.Format(' }, End: true }),
    "The value for the field 'a.$' must be",
  ],
])('refuses %j', (definition, expected) => {
  expect(errors(definition)[0]).toContain(expected);
});

it('looks into branches and item processors', () => {
  const inner = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'S' } } };
  expect(errors(one({ Type: 'Parallel', Branches: [inner], End: true }))).toEqual([
    "Missing 'Next' target: S at /States/S/Branches[0]/States/A/Next",
  ]);
  expect(errors(one({ Type: 'Map', ItemProcessor: inner, End: true }))[0]).toContain(
    '/States/S/ItemProcessor/States/A/Next',
  );
});

it('refuses in Express what waits for others', () => {
  const waiting = one({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    End: true,
  });
  expect(errors(waiting)).toEqual([]);
  expect(errors(waiting, 'EXPRESS')).toHaveLength(1);
});

it('says of a text that is not JSON what the reader of AWS says', () => {
  expect(errors('not a definition')[0]).toContain(
    "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object",
  );
  expect(errors(' ')).toEqual(['Definition must be a valid JSON object at ']);
});
