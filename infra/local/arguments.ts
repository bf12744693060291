import { parseArgs } from 'node:util';

/** What was asked for on the command line of `npm start`. */
export type Arguments = {
  /** No demo data: one tenant, the four users. */
  readonly empty: boolean;
  /** Throw the data folder away first. */
  readonly fresh: boolean;
  /** Do not ask before throwing it away. */
  readonly yes: boolean;
  /** The API alone. */
  readonly noWeb: boolean;
  readonly help: boolean;
};

/** Wrong use of the command line; its message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `npm start [-- options]

  --empty    start without demo data (one tenant, the four users)
  --fresh    throw the data folder away first (asks; --yes answers)
  --no-web   start the API alone
  --help     show this

environment: PORT (3000), API_PORT (3001), STOCK_MATE_HOME (.stock-mate), DATABASE_URL,
  OPENAI_API_KEY, OPENAI_BASE_URL, ADVICE_MODEL, MAIL_FROM, AWS_ENDPOINT_URL_<SERVICE>
`;

/** Reads the command line. */
export function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        empty: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        yes: { type: 'boolean', short: 'y', default: false },
        'no-web': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { ...values, noWeb: values['no-web'] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason}\n\n${usage}`, { cause: error });
  }
}
