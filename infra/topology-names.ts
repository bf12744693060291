/** Ways into the topology: names, specs with their optional members, and the placeholders of ASL files. */
import {
  type FunctionName,
  type FunctionSpec,
  type QueueName,
  type QueueSpec,
  functions,
  queues,
} from './topology.ts';

/** `data-query` → `DataQueryFunctionArn`: the placeholder of a function in an ASL file. */
export function placeholderOf(functionName: FunctionName): string {
  const pascal = functionName
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return `${pascal}FunctionArn`;
}

/** Fills `${Name}` placeholders in one pass; an unknown one is an error. */
export function fillPlaceholders(definition: string, values: ReadonlyMap<string, string>): string {
  return definition.replace(/\$\{([A-Za-z]+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined)
      throw new Error(`the definition names \${${name}}, which the topology does not know`);
    return value;
  });
}

/** The names of a record of the topology. */
export function namesOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  // Object.keys forgets the type of the keys.
  return Object.keys(record) as K[];
}

/** A queue's spec, its optional members included. */
export const queueSpec = (name: QueueName): QueueSpec => queues[name];

/** A function's spec, its optional members included. */
export const functionSpec = (name: FunctionName): FunctionSpec => functions[name];
