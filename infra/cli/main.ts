/** Runs one subcommand: finds it, reads its options, prints its answer, and ends with its exit code. */
import { parseArgs } from 'node:util';

import type { Command, CommandInput } from './command.ts';
import { commands } from './commands.ts';
import { WrongUse } from './failures.ts';
import { commandHelp, listHelp } from './help.ts';

/** Carries out a command line and returns its exit code. */
async function runCommandLine(argv: readonly string[]): Promise<0 | 1 | 2> {
  const isJson = argv.includes('--json');
  try {
    const command = findCommand(argv);
    if (command === undefined) {
      const group = commands.filter(({ words }) => words[0] === argv[0]);
      console.log(listHelp(group.length > 0 ? group : commands));
      return 0;
    }
    const rest = argv.slice(command.words.length);
    if (rest.includes('--help') || rest.includes('-h')) {
      console.log(commandHelp(command));
      return 0;
    }
    const output = await command.run(inputOf(command, rest));
    console.log(isJson ? JSON.stringify(output.json, null, 2) : output.text);
    return output.exitCode ?? 0;
  } catch (error) {
    return reportFailure(error, isJson);
  }
}

/** The command the line begins with; undefined where only help was asked for. */
function findCommand(argv: readonly string[]): Command | undefined {
  const found = commands.find(({ words }) => words.every((word, position) => argv[position] === word));
  if (found !== undefined) return found;
  const [first] = argv;
  const group = commands.filter(({ words }) => words[0] === first);
  const wantsHelp = first === 'help' || argv.includes('--help') || argv.includes('-h');
  if (wantsHelp && (group.length > 0 || isNoCommand(first))) return undefined;
  if (first === undefined) throw new WrongUse(`found no command\n\n${listHelp(commands)}`);
  const expected = group.length > 0 ? group : commands;
  throw new WrongUse(
    `found the command "${argv.slice(0, 2).join(' ')}", expected one of: ` +
      expected.map(({ words }) => words.join(' ')).join(', '),
  );
}

function isNoCommand(first: string | undefined): boolean {
  return first === undefined || first === 'help' || first.startsWith('-');
}

function inputOf(command: Command, rest: readonly string[]): CommandInput {
  const { values, positionals } = readOptions(command, rest);
  const { least, most } = command.positionals;
  if (positionals.length < least || positionals.length > most) {
    throw new WrongUse(
      `found ${positionals.length} arguments, expected: stock-mate ${command.words.join(' ')} ${command.synopsis}`,
    );
  }
  const texts = (option: string): string[] => {
    const value = values[option];
    return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
  };
  return {
    positionals,
    text: (option) => texts(option).at(-1),
    texts,
    isSet: (option) => values[option] === true,
    progress: (line) => console.error(line),
  };
}

function readOptions(command: Command, rest: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, json: { type: 'boolean' as const } }).map(([name, option]) => [
      name,
      { type: option.type, multiple: 'multiple' in option && option.multiple === true },
    ]),
  );
  try {
    return parseArgs({ args: [...rest], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new WrongUse(`${message}\nSee: stock-mate ${command.words.join(' ')} --help`, { cause: error });
  }
}

function reportFailure(error: unknown, isJson: boolean): 1 | 2 {
  const message = describe(error);
  console.error(`stock-mate: ${message}`);
  if (isJson) console.log(JSON.stringify({ error: message }, null, 2));
  return error instanceof WrongUse ? 2 : 1;
}

/** The message with the messages of its causes, as far as they say more. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? describe(error.cause) : '';
  return cause === '' || error.message.includes(cause) ? error.message : `${error.message} (${cause})`;
}

// Set instead of exit(), so that what was printed is flushed first.
process.exitCode = await runCommandLine(process.argv.slice(2));
