import { parseFilter } from './filter.ts';
import type { Path, PathRoot, PathStep } from './path-types.ts';

const cache = new Map<string, Path | undefined>();

/** Parses a JSONPath as AWS takes it; undefined where it is none. */
export function parsePath(text: string): Path | undefined {
  if (cache.has(text)) return cache.get(text);
  if (cache.size > 5_000) cache.clear();
  const path = parse(text);
  cache.set(text, path);
  return path;
}

const rootPattern = /^\$(\$|[\p{ID_Start}_][\p{ID_Continue}]*)?/u;

function parse(text: string): Path | undefined {
  const match = rootPattern.exec(text);
  if (!match) return undefined;
  const name = match[1];
  const root: PathRoot =
    name === undefined ? { kind: 'input' } : name === '$' ? { kind: 'context' } : { kind: 'variable', name };
  const steps = parseSteps(text.slice(match[0].length));
  if (!steps) return undefined;
  const isDefinite = steps.every(
    (step) =>
      (step.kind === 'names' && step.names.length === 1) ||
      (step.kind === 'indexes' && step.indexes.length === 1),
  );
  return { text, root, steps, isDefinite };
}

/** The steps after the root, or after `@` in a filter. */
function parseSteps(text: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  let rest = text;
  while (rest !== '') {
    const taken = takeStep(rest);
    if (!taken) return undefined;
    steps.push(...taken.steps);
    rest = rest.slice(taken.length);
  }
  return steps;
}

type Taken = { readonly steps: readonly PathStep[]; readonly length: number };

function takeStep(rest: string): Taken | undefined {
  if (rest.startsWith('..')) {
    const after = rest.slice(2);
    const next = after.startsWith('[') ? takeBracket(after) : takeName(after);
    return next && { steps: [{ kind: 'descend' }, ...next.steps], length: next.length + 2 };
  }
  if (rest.startsWith('.')) {
    const next = rest.startsWith('.[') ? takeBracket(rest.slice(1)) : takeName(rest.slice(1));
    return next && { ...next, length: next.length + 1 };
  }
  return rest.startsWith('[') ? takeBracket(rest) : undefined;
}

function takeName(rest: string): Taken | undefined {
  if (rest.startsWith('*')) return { steps: [{ kind: 'wildcard' }], length: 1 };
  const name = /^[^.[\]()\s,'"?@]+/u.exec(rest)?.[0];
  return name === undefined ? undefined : { steps: [{ kind: 'names', names: [name] }], length: name.length };
}

function takeBracket(rest: string): Taken | undefined {
  const end = closingBracket(rest);
  if (end < 0) return undefined;
  const step = bracketStep(rest.slice(1, end).trim());
  return step && { steps: [step], length: end + 1 };
}

function bracketStep(inside: string): PathStep | undefined {
  if (inside === '*') return { kind: 'wildcard' };
  if (inside.startsWith('?')) {
    const filter = parseFilter(inside.slice(1).trim(), parseSteps);
    return filter && { kind: 'filter', filter };
  }
  if (/^-?\d+(\s*,\s*-?\d+)*$/.test(inside))
    return { kind: 'indexes', indexes: inside.split(',').map(Number) };
  const slice = /^(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(-?\d+)?)?$/.exec(inside);
  if (slice) return sliceStep(slice);
  const names = [...inside.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map((match) =>
    unescape(match[1] ?? match[2] ?? ''),
  );
  return names.length > 0 ? { kind: 'names', names } : undefined;
}

function sliceStep(match: RegExpExecArray): PathStep {
  const [, from, to, step] = match;
  return {
    kind: 'slice',
    ...(from !== undefined && { from: Number(from) }),
    ...(to !== undefined && { to: Number(to) }),
    ...(step !== undefined && { step: Number(step) }),
  };
}

function unescape(text: string): string {
  // Only quotes and backslashes that precede them are escapes inside a bracket.
  return text.replaceAll(/\\(['\\])/g, '$1');
}

/** Where the bracket that opens the text closes, quotes and inner brackets skipped. */
function closingBracket(text: string): number {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) return i;
  }
  return -1;
}
