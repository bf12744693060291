/** usage-analyser: forecasts demand shard by shard and proposes inventory policies; reads only. */
import * as v from 'valibot';

import { requiredText } from '#functions/_kit/config.ts';
import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { defineHandler, toStateOutput } from '#functions/_kit/lambda.ts';
import { UsageAnalyserTask } from '#shared/contracts/workflows/nightly-forecast.ts';

import { forecastShard } from './forecast-shard.ts';
import { planShards } from './plan-shards.ts';
import { proposePolicies } from './propose-policies.ts';

type Services = { readonly database: Database };

export const handler = defineHandler<Services>({
  services: () => ({ database: openDatabase(requiredText('DATABASE_URL'), 1) }),
  handle: async (event, { database }) =>
    toStateOutput(await perform(v.parse(UsageAnalyserTask, event), database)),
});

async function perform(task: UsageAnalyserTask, database: Database): Promise<unknown> {
  switch (task.task) {
    case 'plan-shards':
      return planShards(task, database);
    case 'forecast-shard':
      return forecastShard(task, database);
    case 'propose-policies':
      return proposePolicies(task, database);
  }
}
