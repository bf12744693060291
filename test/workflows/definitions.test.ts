/** Rules that every state machine keeps, whatever it does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { fillPlaceholders, namesOf, placeholderOf } from '#infra/topology-names.ts';
import { functions, stateMachines } from '#infra/topology.ts';
import { workflowErrorNames } from '#shared/contracts/errors.ts';

const root = join(import.meta.dirname, '..', '..');

type State = {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string; readonly Payload?: Record<string, unknown> };
  readonly TimeoutSeconds?: number;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly ItemProcessor?: Machine;
};
type Machine = {
  readonly StartAt: string;
  readonly QueryLanguage?: string;
  readonly States: Record<string, State>;
};

function parse(text: string): Machine {
  // The files are the product's own; the tests below look at the parts they name.
  return JSON.parse(text) as Machine;
}

function statesOf(machine: Machine): [string, State][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor === undefined ? [] : statesOf(state.ItemProcessor)),
  ]);
}

function machinesOf(machine: Machine): Machine[] {
  const inner = Object.values(machine.States).flatMap((state) =>
    state.ItemProcessor ? machinesOf(state.ItemProcessor) : [],
  );
  return [machine, ...inner];
}

describe.each(namesOf(stateMachines))('%s', (name) => {
  const { definition, invokes } = stateMachines[name];
  const text = readFileSync(join(root, definition), 'utf8');
  const machine = parse(text);
  const tasks = statesOf(machine).filter(([, state]) => state.Type === 'Task');

  it('is in JSONata and names exactly the functions that the topology gives it', () => {
    expect(machine.QueryLanguage).toBe('JSONata');
    const placeholders = new Set([...text.matchAll(/\$\{([A-Za-z]+)\}/g)].map((match) => match[1]));
    expect(placeholders).toEqual(new Set(invokes.map(placeholderOf)));
    const values = new Map(namesOf(functions).map((functionName) => [placeholderOf(functionName), 'arn:x']));
    expect(fillPlaceholders(text, values)).not.toContain('${');
  });

  it('gives every task a timeout and a retry', () => {
    expect(tasks.length).toBeGreaterThan(0);
    expect(
      tasks.filter(([, state]) => state.TimeoutSeconds === undefined || state.Retry === undefined),
    ).toEqual([]);
  });

  it('catches the timeout of a state that waits for a person', () => {
    const waiting = tasks.filter(([, state]) => state.Resource?.endsWith('.waitForTaskToken'));
    const uncaught = waiting.filter(
      ([, state]) => !state.Catch?.some((catcher) => catcher.ErrorEquals.includes('States.Timeout')),
    );
    expect(uncaught).toEqual([]);
  });

  it('writes only with an idempotency key that begins with the execution', () => {
    const writers = tasks.filter(
      ([, state]) => state.Arguments?.FunctionName === '${EventEmitterFunctionArn}',
    );
    const unkeyed = writers.filter(
      ([, state]) =>
        !String(state.Arguments?.Payload?.['idempotencyKey']).startsWith(
          '{% $states.context.Execution.Name & ',
        ),
    );
    expect(writers.length).toBeGreaterThan(0);
    expect(unkeyed).toEqual([]);
  });

  it('leads only to states that there are, and every state can be reached', () => {
    for (const { StartAt, States } of machinesOf(machine)) {
      const targets = Object.values(States).flatMap((state) => [
        ...(state.Next === undefined ? [] : [state.Next]),
        ...(state.Default === undefined ? [] : [state.Default]),
        ...(state.Choices ?? []).map((choice) => choice.Next),
        ...(state.Catch ?? []).map((catcher) => catcher.Next),
      ]);
      expect(new Set([StartAt, ...targets])).toEqual(new Set(Object.keys(States)));
    }
  });

  it('names only errors that exist', () => {
    const names = tasks.flatMap(([, { Retry = [], Catch = [] }]) =>
      [...Retry, ...Catch].flatMap((rule) => rule.ErrorEquals),
    );
    const own = names.filter((error) => !/^(States|Lambda)\./.test(error));
    expect(own.filter((error) => !workflowErrorNames.some((known) => known === error))).toEqual([]);
  });
});
