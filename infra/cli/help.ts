import type { Command, OptionSpec } from './command.ts';

const everywhere: Readonly<Record<string, OptionSpec>> = {
  json: { type: 'boolean', summary: 'answer in JSON' },
  help: { type: 'boolean', summary: 'show this help' },
};

/** The help of the whole command line, or of the subcommands that begin with some words. */
export function listHelp(commands: readonly Command[]): string {
  const rows = commands.map((command): [string, string] => [usageOf(command), command.summary]);
  return `Usage: stock-mate <command> [options]

Commands:
${table(rows)}

Every command has --help and --json. Exit codes: 0 done, 1 failed, 2 wrong use.
The running system is found by endpoints.json in STOCK_MATE_HOME (default: .stock-mate in the project).`;
}

/** The help of one subcommand. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...everywhere }).map(
    ([name, option]): [string, string] => [
      `--${name}${option.type === 'string' ? ` <${option.value ?? 'value'}>` : ''}`,
      `${option.summary}${option.multiple === true ? ' (may be repeated)' : ''}`,
    ],
  );
  return `Usage: stock-mate ${usageOf(command)}

${command.summary}${command.details === undefined ? '' : `\n\n${command.details}`}

Options:
${table(options)}`;
}

function usageOf(command: Command): string {
  return [...command.words, command.synopsis].filter((part) => part !== '').join(' ');
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
