import { parseJson } from '#infra/local/step-functions/json.ts';
import type { MachineDefinition, QueryLanguage, StateDefinition, StatesDefinition } from './definition.ts';

/** A state, where it stands, and the scopes that run inside it. */
export type ProgramState = {
  readonly name: string;
  readonly definition: StateDefinition;
  readonly language: QueryLanguage;
  /** Branches of a Parallel, or the one item processor of a Map, by their scope path. */
  readonly inner: readonly string[];
};

/** A list of states with an entry; its path is stable across restarts because the definition is. */
type Scope = {
  readonly path: string;
  readonly startAt: string;
  readonly states: ReadonlyMap<string, ProgramState>;
};

/** A definition made ready to run: every scope by its path, '' being the machine itself. */
export type Program = {
  readonly definition: MachineDefinition;
  readonly scopes: ReadonlyMap<string, Scope>;
};

/** Compiles a definition that the validator has accepted. */
export function compileProgram(definitionText: string): Program {
  // The cast is the boundary: validation happened when the machine was created.
  const definition = parseJson(definitionText) as unknown as MachineDefinition;
  const scopes = new Map<string, Scope>();
  addScope(scopes, { path: '', states: definition, language: definition.QueryLanguage ?? 'JSONPath' });
  return { definition, scopes };
}

type ScopeSource = {
  readonly path: string;
  readonly states: StatesDefinition;
  readonly language: QueryLanguage;
};

function addScope(scopes: Map<string, Scope>, source: ScopeSource): void {
  const states = new Map<string, ProgramState>();
  for (const [name, definition] of Object.entries(source.states.States)) {
    const language = definition.QueryLanguage ?? source.language;
    const inner = innerScopes(definition).map((innerStates, index) => {
      const path = `${source.path}/${name}[${String(index)}]`;
      // An inner scope inherits the machine's language, not the one its state happens to be written in.
      addScope(scopes, { path, states: innerStates, language: innerStates.QueryLanguage ?? source.language });
      return path;
    });
    states.set(name, { name, definition, language, inner });
  }
  scopes.set(source.path, { path: source.path, startAt: source.states.StartAt, states });
}

function innerScopes(definition: StateDefinition): readonly StatesDefinition[] {
  if (definition.Type === 'Parallel') return definition.Branches ?? [];
  const processor = definition.ItemProcessor ?? definition.Iterator;
  return definition.Type === 'Map' && processor ? [processor] : [];
}

/** The state of that name in that scope; a miss means the stored frame and the definition do not belong together. */
export function findState(program: Program, scopePath: string, name: string): ProgramState {
  const state = program.scopes.get(scopePath)?.states.get(name);
  if (!state) {
    throw new Error(
      `No state '${name}' in scope '${scopePath}' of the definition; expected the definition the execution started with.`,
    );
  }
  return state;
}
