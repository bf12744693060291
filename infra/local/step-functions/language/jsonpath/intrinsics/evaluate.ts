import { IntrinsicFailure } from '#infra/local/step-functions/failures/intrinsic-failure.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { type PathData, lookUpOrFail } from '#infra/local/step-functions/language/jsonpath/lookup.ts';
import type { Intrinsic } from './arguments.ts';
import { arrayIntrinsics } from './arrays.ts';
import { numberIntrinsics } from './numbers.ts';
import { type Argument, type Call, parseCall } from './parse-call.ts';
import { textIntrinsics } from './texts.ts';

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  ...arrayIntrinsics,
  ...textIntrinsics,
  ...numberIntrinsics,
};

/** True where a text is a call of an intrinsic function and not a path. */
export function isIntrinsic(text: string): boolean {
  return text.startsWith('States.');
}

/** The value of a call of an intrinsic function. */
export function evaluateIntrinsic(text: string, data: PathData): Json {
  const call = parseCall(text);
  if (!call) throw new IntrinsicFailure(`Invalid intrinsic function '${text}'`);
  return evaluateCall(call, data);
}

function evaluateCall(call: Call, data: PathData): Json {
  const intrinsic = intrinsics[call.name];
  if (!intrinsic) throw new IntrinsicFailure(`Unknown intrinsic function 'States.${call.name}'`);
  return intrinsic(...call.arguments.map((argument) => valueOf(argument, data)));
}

function valueOf(argument: Argument, data: PathData): Json {
  if (argument.kind === 'constant') return argument.value;
  return argument.kind === 'path' ? lookUpOrFail(argument.text, data) : evaluateCall(argument.call, data);
}
