import type { Sql } from '#functions/_kit/database.ts';
import { newId } from '#functions/_kit/ids.ts';

import { passGate } from './gate.ts';

/** What follows from the events of a transaction; done once, at its end, because the rows it writes are shared by all. */
export class FollowUps {
  readonly #products = new Set<string>();
  #needsAnalysisOfAll = false;
  readonly #runs = new Set<string>();
  #needsLevels = false;

  /** The facts of these products changed. */
  analyse(...productIds: readonly string[]): void {
    for (const productId of productIds) this.#products.add(productId);
  }

  /** The facts of any product may have changed. */
  analyseAll(): void {
    this.#needsAnalysisOfAll = true;
  }

  /** A forecast run was scheduled, or changed a policy. */
  countPoliciesOf(runId: string): void {
    this.#runs.add(runId);
  }

  /** How levels are computed changed: they follow at once, from the forecasts there are. */
  computeLevels(): void {
    this.#needsLevels = true;
  }

  /** Writes it all, in the same order in every transaction. */
  async write(sql: Sql, tenantId: string): Promise<void> {
    for (const runId of [...this.#runs].toSorted()) {
      await passGate(sql, `run ${runId}`, 'alone');
      await sql`UPDATE forecast_runs SET changed =
          (SELECT count(*) FROM inventory_policies WHERE tenant_id = ${tenantId} AND run_id = ${runId})
        WHERE tenant_id = ${tenantId} AND run_id = ${runId}`;
    }
    if (this.#needsLevels) await requestLevels(sql, tenantId);
    if (this.#needsAnalysisOfAll) await sql`SELECT request_analysis(${tenantId}, NULL)`;
    else if (this.#products.size > 0) {
      await sql`SELECT request_analysis(${tenantId}, ${[...this.#products].toSorted()}::uuid[])`;
    }
  }
}

/** One subject per tenant, so that changes within the five seconds make one run; the newest asks under a new id. */
async function requestLevels(sql: Sql, tenantId: string): Promise<void> {
  await sql`SELECT request_start(tenant_id, 'nightly-forecast', 'policies', jsonb_build_object('tenantId', tenant_id,
      'runId', ${newId()}::uuid, 'asOf', (now() AT TIME ZONE time_zone)::date, 'trigger', 'policyChange'), 5)
    FROM tenants WHERE tenant_id = ${tenantId}`;
}
