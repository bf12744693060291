/** LoadFacts: the fact sheet of an order, for the advice. */
import { readMaterialFacts, readTenantDay } from '#functions/_kit/facts.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import type { AnalyserTask, FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';
import { factSheetOf } from '#shared/domain/advice/fact-sheet.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

import type { Services } from './services.ts';

/** Reads the order as its stream has it (the tables may be a moment behind) and the facts as they are now. */
export async function loadFacts(
  { database }: Services,
  task: Extract<AnalyserTask, { task: 'load-facts' }>,
): Promise<{ revision: number; factSheet: FactSheet; factSheetHash: string }> {
  return database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const [row] = await sql<{ state: PurchaseOrderState }[]>`
        SELECT state FROM streams WHERE tenant_id = current_tenant() AND stream_id = ${task.purchaseOrderId}`;
      if (row === undefined) throw new Error(`there is no purchase order ${task.purchaseOrderId}`);
      const order = row.state;
      const { today } = await readTenantDay(sql);
      const facts = await readMaterialFacts(sql, {
        productIds: order.lines.map((line) => line.productId),
        locationId: order.locationId,
      });
      const factSheet = factSheetOf({ ...order, facts, today });
      return { revision: order.revision, factSheet, factSheetHash: sha256Hex(factSheet) };
    },
    { readOnly: true, retry: true },
  );
}
