/** proposePurchaseOrder: a person proposes an order; its decision is started like any other. */
import type * as v from 'valibot';

import { newId } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { PurchaseOrderInput } from '#shared/contracts/api/write-bodies.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import { type Rejection, reject } from '#shared/domain/decider.ts';
import { evolvePurchaseOrder } from '#shared/domain/purchasing/purchase-order.ts';

import { nextOrderNumber } from './order-number.ts';
import { orderWrite } from './order-streams.ts';
import { resolveParties } from './resolve-parties.ts';
import { writeAccepted } from './write-accepted.ts';

type Input = v.InferOutput<typeof PurchaseOrderInput>;
type Terms = { readonly productId: string; readonly unitPriceMinor: number; readonly currency: string };

/** Proposes the order and asks for its decision. */
export async function proposePurchaseOrder(
  services: Services,
  context: CommandContext,
  input: Input,
): Promise<CommandResult> {
  return inTransaction(services, context, async (unit) => {
    const parties = await resolveParties(unit, input);
    if ('kind' in parties) return parties;
    const { supplierId, locationId, productIds } = parties;
    const terms = await readTerms(unit, supplierId, productIds);
    const currency = terms.values().next().value?.currency ?? (await supplierCurrency(unit, supplierId));
    const lines = linesOf(input, productIds, { terms, currency });
    if (!Array.isArray(lines)) return lines;
    const purchaseOrderId = newId();
    const proposed: DomainEvent = {
      type: 'PurchaseOrderProposed',
      payload: { number: await nextOrderNumber(unit), supplierId, locationId, currency, lines },
    };
    const state = evolvePurchaseOrder(null, proposed);
    const events = await unit.append([orderWrite(purchaseOrderId, { events: [proposed], state })]);
    await unit.requestStart({
      machine: 'purchase-order-decision',
      subjectKey: `order:${purchaseOrderId}`,
      input: { tenantId: context.tenantId, purchaseOrderId },
      delaySeconds: 0,
    });
    return writeAccepted(events);
  });
}

function linesOf(
  input: Input,
  productIds: readonly string[],
  { terms, currency }: { readonly terms: ReadonlyMap<string, Terms>; readonly currency: string },
): PurchaseOrderLine[] | Rejection {
  const lines: PurchaseOrderLine[] = [];
  for (const [i, line] of input.lines.entries()) {
    const productId = productIds[i] ?? '';
    const known = terms.get(productId);
    const unitPriceMinor = line.unitPriceMinor ?? known?.unitPriceMinor;
    if (unitPriceMinor === undefined) {
      return reject(400, `Line ${i + 1} needs a price`, {
        detail: 'the supplier has no terms for this product',
      });
    }
    if (known !== undefined && known.currency !== currency) {
      return reject(400, `Line ${i + 1} is priced in ${known.currency}, the order in ${currency}`);
    }
    const { quantity } = line;
    lines.push({ lineNumber: i + 1, productId, quantity, unitPriceMinor, recommendedQuantity: 0, steps: [] });
  }
  return lines;
}

async function readTerms(
  unit: UnitOfWork,
  supplierId: string,
  productIds: readonly string[],
): Promise<ReadonlyMap<string, Terms>> {
  const rows = await unit.sql<Terms[]>`
    SELECT product_id AS "productId", unit_price_minor AS "unitPriceMinor", currency FROM supplier_terms
    WHERE tenant_id = current_tenant() AND supplier_id = ${supplierId} AND product_id = ANY(${[...productIds]}::uuid[])`;
  return new Map(rows.map((row) => [row.productId, row]));
}

async function supplierCurrency(unit: UnitOfWork, supplierId: string): Promise<string> {
  const [row] = await unit.sql<{ currency: string }[]>`
    SELECT currency FROM suppliers WHERE tenant_id = current_tenant() AND supplier_id = ${supplierId}
    UNION ALL SELECT currency FROM tenants WHERE tenant_id = current_tenant() LIMIT 1`;
  return row?.currency ?? 'EUR';
}
