/** Suppliers and their terms. */
import { idOfName, newId } from '#functions/_kit/ids.ts';
import { supplierKey } from '#shared/domain/natural-keys.ts';
import { termsStreamName } from '#shared/domain/stream-names.ts';
import { setSupplierTerms, type SupplierTermsState } from '#shared/domain/suppliers/supplier-terms.ts';
import { changeSupplier, registerSupplier, type SupplierState } from '#shared/domain/suppliers/supplier.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import { productReference, supplierReference } from './references.ts';
import { planNothing, planOf } from './simple.ts';

/** Commands on suppliers. */
export const supplierCommands: Readonly<Record<string, CommandRunner>> = {
  putSuppliers: apiCommand('putSuppliers', async (reader, input) => {
    const key = supplierKey(input.name);
    const known = (await reader.claims([key])).get(key);
    const { currency } = await reader.tenant();
    if (known === undefined) {
      const streamId = newId();
      const { events, state } = registerSupplier({ ...input, currency: input.currency ?? currency });
      const claims = [{ key, streamId }];
      return planOf([{ streamId, streamType: 'supplier', events, state }], { outcome: 'added', claims });
    }
    const row = (await reader.streams([known])).get(known);
    // Supplier streams are written by these commands alone, in this shape.
    const { events, state } = changeSupplier(row?.state as SupplierState, input);
    if (events.length === 0) return planNothing(known);
    return planOf([{ streamId: known, streamType: 'supplier', events, state }], { outcome: 'changed' });
  }),

  putSupplierTerms: apiCommand('putSupplierTerms', async (reader, input) => {
    const references = [supplierReference(input), productReference(input)];
    const [supplierId = '', productId = ''] = await reader.resolve(references);
    const streamId = idOfName(termsStreamName(supplierId, productId));
    const rows = await reader.streams([supplierId, streamId]);
    // Streams of these types are written by these commands alone, in this shape.
    const supplier = rows.get(supplierId)?.state as SupplierState;
    const before = (rows.get(streamId)?.state ?? null) as SupplierTermsState;
    const { unitPriceMinor, leadTimeStandardDeviation, minimumOrderQuantity, orderMultiple, rank } = input;
    const terms = {
      unitPriceMinor,
      currency: input.currency ?? supplier.currency,
      leadTimeDays: input.leadTimeDays ?? supplier.leadTimeDays,
      leadTimeStandardDeviation,
      minimumOrderQuantity,
      orderMultiple,
      rank,
    };
    const { events, state } = setSupplierTerms(before, terms, { supplierId, productId });
    if (events.length === 0) return planNothing(streamId);
    const outcome = before === null ? 'added' : 'changed';
    return planOf([{ streamId, streamType: 'supplierTerms', events, state }], { outcome });
  }),
};
