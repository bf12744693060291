/** usage-analyser: forecasts demand shard by shard and proposes inventory policies; reads only. */
import * as v from 'valibot';

import { requiredText } from '#functions/_kit/config.ts';
import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { defineHandler, toStateOutput } from '#functions/_kit/lambda.ts';
import { UsageAnalyserTask } from '#shared/contracts/workflows/nightly-forecast.ts';

import { openArima, type ArimaPort } from './arima.ts';
import { forecastShard } from './forecast-shard.ts';
import { openDaysOfRun, type DaysOfRun } from './learned-days.ts';
import { openMeansOfRun, type MeansOfRun } from './learned-means.ts';
import { measureRun } from './measure-run.ts';
import { planShards } from './plan-shards.ts';
import { proposePolicies } from './propose-policies.ts';
import { openClassesOfRun, type ClassesOfRun } from './run-classes.ts';
import { summariseRun } from './summarise-run.ts';

type Services = {
  readonly database: Database;
  readonly classesOfRun: ClassesOfRun;
  readonly meansOfRun: MeansOfRun;
  readonly daysOfRun: DaysOfRun;
  readonly arima: ArimaPort;
};

/** Makes the services of a database. */
export function openServices(url: string): Services {
  const database = openDatabase(url, 1);
  return {
    database,
    classesOfRun: openClassesOfRun(database),
    meansOfRun: openMeansOfRun(database),
    daysOfRun: openDaysOfRun(database),
    arima: openArima(),
  };
}

/** Carries out one task of a workflow. */
export async function handle(event: unknown, services: Services): Promise<unknown> {
  return toStateOutput(await perform(v.parse(UsageAnalyserTask, event), services));
}

/** Entry point of the function. */
export const handler = defineHandler<Services>({
  services: () => openServices(requiredText('DATABASE_URL')),
  handle,
});

async function perform(task: UsageAnalyserTask, services: Services): Promise<unknown> {
  switch (task.task) {
    case 'plan-shards':
      return planShards(task, services.database);
    case 'forecast-shard':
      return forecastShard(task, services);
    case 'measure-run':
      return measureRun(task, services);
    case 'propose-policies':
      return proposePolicies(task, services);
    case 'summarise-run':
      return summariseRun(task, services.database);
  }
}
