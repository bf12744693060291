/** Units and barcodes of products. */
import type { ProjectionsOf } from './projection.ts';

/** How units and barcodes show in the tables. */
export const productCodes: ProjectionsOf<'UnitConversionDefined' | 'BarcodeAssigned' | 'BarcodeRemoved'> = {
  UnitConversionDefined: async (sql, { tenantId, payload: { productId, unit, perUnit } }) => {
    if (perUnit === null) {
      await sql`DELETE FROM product_units
        WHERE tenant_id = ${tenantId} AND product_id = ${productId} AND unit = ${unit}`;
      return;
    }
    await sql`INSERT INTO product_units (tenant_id, product_id, unit, per_unit)
      VALUES (${tenantId}, ${productId}, ${unit}, ${perUnit})
      ON CONFLICT (tenant_id, product_id, unit) DO UPDATE SET per_unit = excluded.per_unit`;
  },
  BarcodeAssigned: async (sql, { tenantId, payload: { productId, barcode } }) => {
    await sql`INSERT INTO product_barcodes (tenant_id, barcode, product_id)
      VALUES (${tenantId}, ${barcode}, ${productId}) ON CONFLICT DO NOTHING`;
  },
  BarcodeRemoved: async (sql, { tenantId, payload: { productId, barcode } }) => {
    await sql`DELETE FROM product_barcodes
      WHERE tenant_id = ${tenantId} AND product_id = ${productId} AND barcode = ${barcode}`;
  },
};
