/** Every command by its name: operations of the API, and commands of workflows and sweepers. */
import { approvalPolicyCommands } from './approvals/change-policy.ts';
import { catalogueCommands } from './catalogue.ts';
import { transactionCommand, type CommandRunner } from './command-table.ts';
import { demandPlanCommands } from './demand-plan.ts';
import { demandCommands } from './demand.ts';
import { executionCommands } from './executions.ts';
import { likeItemCommands } from './like-items.ts';
import { planningSettingsCommands } from './planning-settings.ts';
import { planningCommands } from './planning.ts';
import { purchasingCommands } from './purchasing/commands.ts';
import { countCommands } from './stock-counts.ts';
import { productCodeCommands } from './stock-products.ts';
import { quarantineCommands } from './stock-quarantine.ts';
import { reservationCommands } from './stock-reservations.ts';
import { stockCommands } from './stock.ts';
import { supplierCommands } from './suppliers.ts';

const inTransactions = Object.entries({ ...likeItemCommands, ...purchasingCommands }).map(
  ([name, run]) => [name, transactionCommand(run)] as const,
);

/** Every command by its name. */
export const commands: ReadonlyMap<string, CommandRunner> = new Map([
  ...Object.entries(approvalPolicyCommands),
  ...Object.entries(catalogueCommands),
  ...Object.entries(supplierCommands),
  ...Object.entries(stockCommands),
  ...Object.entries(reservationCommands),
  ...Object.entries(quarantineCommands),
  ...Object.entries(countCommands),
  ...Object.entries(productCodeCommands),
  ...Object.entries(demandCommands),
  ...Object.entries(demandPlanCommands),
  ...Object.entries(planningCommands),
  ...Object.entries(planningSettingsCommands),
  ...Object.entries(executionCommands),
  ...inTransactions,
]);
