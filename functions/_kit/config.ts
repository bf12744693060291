/** Reads the environment of a function; what is missing or wrong is said by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable's text; throws where it is not set. */
export function requiredText(name: string, environment: Environment = process.env): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(`the environment variable ${name} is not set; the topology gives it to the function`);
}

/** The variable as a whole number of at least `least`; `fallback` where it is not set. */
export function wholeNumber(
  name: string,
  { fallback, least = 1 }: { readonly fallback: number; readonly least?: number },
  environment: Environment = process.env,
): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(
    `the environment variable ${name} is "${text}"; it must be a whole number of at least ${least}`,
  );
}
