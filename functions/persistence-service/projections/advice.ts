/** Advice on purchase orders, by revision. */
import { document } from './documents.ts';
import { showsNowhere, type ProjectionsOf } from './projection.ts';

/** How events of advice show in the tables. */
export const advice: ProjectionsOf<'AdviceRequested' | 'AdviceReceived'> = {
  AdviceRequested: showsNowhere,
  AdviceReceived: async (sql, { tenantId, recordedAt, payload }) => {
    const shown = { ...payload.advice, computedBecause: payload.computedBecause };
    await sql`INSERT INTO advice (tenant_id, purchase_order_id, revision, source, model, prompt_version,
        fact_sheet_hash, fact_sheet, advice, figures_checked, tokens, recorded_at)
      VALUES (${tenantId}, ${payload.purchaseOrderId}, ${payload.revision}, ${payload.source}, ${payload.model},
        ${payload.promptVersion}, ${payload.factSheetHash}, ${document(sql, payload.factSheet)},
        ${document(sql, shown)}, ${payload.advice.figures.length}, ${payload.tokens}, ${recordedAt})
      ON CONFLICT (tenant_id, purchase_order_id, revision) DO UPDATE SET
        source = excluded.source, model = excluded.model, prompt_version = excluded.prompt_version,
        fact_sheet_hash = excluded.fact_sheet_hash, fact_sheet = excluded.fact_sheet, advice = excluded.advice,
        figures_checked = excluded.figures_checked, tokens = excluded.tokens, recorded_at = excluded.recorded_at`;
  },
};
