/** The units a product comes in, and the barcodes it goes by. */
import { barcodeChanges, defineUnits, setBarcodes } from '#shared/domain/catalogue/product-codes.ts';
import type { ProductState } from '#shared/domain/catalogue/product.ts';
import { reject, type Decision, type Rejection } from '#shared/domain/decider.ts';
import { barcodeKey } from '#shared/domain/natural-keys.ts';

import { readProduct } from './catalogue.ts';
import { apiCommand, type CommandRunner } from './command-table.ts';
import { atField } from './input-checks.ts';
import type { Reader } from './reader.ts';
import { productReference } from './references.ts';
import { planNothing, planOf, type Plan } from './simple.ts';

/** Commands on units and barcodes of products. */
export const productCodeCommands: Readonly<Record<string, CommandRunner>> = {
  defineUnits: apiCommand('defineUnits', async (reader, { units }) => {
    const { productId, product } = await readNamed(reader);
    const decision = defineUnits(product, productId, units);
    return decision.kind === 'rejected' ? atField(decision, 'units') : planProduct(productId, decision);
  }),

  setBarcodes: apiCommand('setBarcodes', async (reader, { barcodes }) => {
    const { productId, product } = await readNamed(reader);
    const { added, removed } = barcodeChanges(product, barcodes);
    const holders = await reader.claims(added.map(barcodeKey));
    const taken = added.find((barcode) => holders.has(barcodeKey(barcode)));
    if (taken !== undefined) return refuseTaken(reader, taken, holders.get(barcodeKey(taken)) ?? '');
    return planProduct(productId, setBarcodes(product, productId, barcodes), {
      claims: added.map((barcode) => ({ key: barcodeKey(barcode), streamId: productId })),
      release: removed.map(barcodeKey),
    });
  }),
};

async function readNamed(
  reader: Reader,
): Promise<{ readonly productId: string; readonly product: ProductState }> {
  const { productId: named } = reader.request.parameters;
  const [productId = ''] = await reader.resolve([productReference({ productId: named })]);
  return { productId, product: await readProduct(reader, productId) };
}

function planProduct(
  streamId: string,
  decision: Decision<ProductState | null>,
  more: Pick<Plan, 'claims' | 'release'> = {},
): Plan | Rejection {
  if (decision.kind === 'rejected') return decision;
  if (decision.events.length === 0) return planNothing(streamId);
  const { events, state } = decision;
  return planOf([{ streamId, streamType: 'product', events, state }], { outcome: 'changed', ...more });
}

async function refuseTaken(reader: Reader, barcode: string, holderId: string): Promise<Rejection> {
  const { sku } = await readProduct(reader, holderId);
  return reject(409, 'The barcode is taken', {
    detail: `the barcode "${barcode}" is that of ${sku}: take it from there first`,
    extra: { holder: { productId: holderId, sku } },
  });
}
