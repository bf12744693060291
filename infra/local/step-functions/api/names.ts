import { limits } from '#infra/local/step-functions/limits.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';

/** Characters AWS forbids in names: white space, brackets, wildcards, special and control characters. */
// eslint-disable-next-line no-control-regex
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** Checks the name of a machine, activity or execution. */
export function checkName(name: string): string {
  if (name.length === 0 || name.length > limits.nameCharacters || forbidden.test(name)) {
    throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name;
}
