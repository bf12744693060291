import type { Command } from './command.ts';
import { doctor } from './commands/doctor.ts';
import { forecastPause, forecastResume, forecastRun } from './commands/forecast.ts';
import { importFile } from './commands/import.ts';
import { listRuns, redriveRun, showRun } from './commands/runs.ts';
import { stepFunctions } from './commands/step-functions.ts';
import { addTenantCommand } from './commands/tenant.ts';
import { token } from './commands/token.ts';

/** Every subcommand, in the order of the help. */
export const commands: readonly Command[] = [
  token,
  addTenantCommand,
  importFile,
  forecastRun,
  forecastPause,
  forecastResume,
  listRuns,
  showRun,
  redriveRun,
  stepFunctions,
  doctor,
];
