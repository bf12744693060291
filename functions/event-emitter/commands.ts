/** Every command by its name: operations of the API, and commands of workflows and sweepers. */
import { catalogueCommands } from './catalogue.ts';
import { transactionCommand, type CommandRunner } from './command-table.ts';
import { demandCommands } from './demand.ts';
import { executionCommands } from './executions.ts';
import { planningCommands } from './planning.ts';
import { purchasingCommands } from './purchasing/commands.ts';
import { stockCommands } from './stock.ts';
import { supplierCommands } from './suppliers.ts';

const purchasing = Object.entries(purchasingCommands).map(
  ([name, run]) => [name, transactionCommand(run)] as const,
);

/** Every command by its name. */
export const commands: ReadonlyMap<string, CommandRunner> = new Map([
  ...Object.entries(catalogueCommands),
  ...Object.entries(supplierCommands),
  ...Object.entries(stockCommands),
  ...Object.entries(demandCommands),
  ...Object.entries(planningCommands),
  ...Object.entries(executionCommands),
  ...purchasing,
]);
