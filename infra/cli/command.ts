/** What a subcommand is. */

/** An option of a command; every command has `--help` and `--json` besides. */
export type OptionSpec = {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** How the value is called in the help. */
  readonly value?: string;
  readonly summary: string;
};

/** What a command is given. */
export type CommandInput = {
  readonly positionals: readonly string[];
  /** Value of a string option. */
  readonly text: (option: string) => string | undefined;
  /** Values of an option that may be repeated. */
  readonly texts: (option: string) => readonly string[];
  readonly isSet: (option: string) => boolean;
  /** Says on stderr how far long work has come. */
  readonly progress: (line: string) => void;
};

/** What a command answers: the same in words and as JSON. */
type CommandOutput = {
  readonly text: string;
  readonly json: unknown;
  /** 1 when the work was done in part only. */
  readonly exitCode?: 0 | 1;
};

/** A subcommand of `stock-mate`. */
export type Command = {
  /** Words after `stock-mate`, such as `['tenant', 'add']`. */
  readonly words: readonly [string, ...string[]];
  /** What comes after the words, such as `<name>`. */
  readonly synopsis: string;
  readonly summary: string;
  /** More lines for its own help. */
  readonly details?: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** How many positional arguments it takes. */
  readonly positionals: { readonly least: number; readonly most: number };
  readonly run: (input: CommandInput) => Promise<CommandOutput>;
};
