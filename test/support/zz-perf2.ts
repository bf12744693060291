import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { startTestDatabase } from '#test/support/postgres.ts';
import { seedTenant } from '#test/support/read-seed.ts';
import { openDatabase } from '#functions/_kit/database.ts';
import { readRequest } from '#functions/_kit/http.ts';
import { answerRead } from '#functions/data-query/answer-read.ts';
await using server = await startTestDatabase();
const t = await seedTenant(server.ownerUrl, 'a');
const q = postgres(server.ownerUrl, { max: 1, onnotice: () => undefined });
await q.begin(async (s) => {
  await s`SELECT set_config('app.tenant', ${t.tenantId}, true)`;
  await s`INSERT INTO products SELECT ${t.tenantId}, md5('p'||n)::uuid, 'SKU-'||n, 'Product '||n, 'pcs','c',100,'EUR','active',now() FROM generate_series(1,2000) n`;
  await s`INSERT INTO stock_levels SELECT ${t.tenantId}, md5('p'||n)::uuid, ${t.locationId}, 50 + n % 300, 0, now() FROM generate_series(1,2000) n`;
  await s`INSERT INTO supplier_terms SELECT ${t.tenantId}, ${t.supplierId}, md5('p'||n)::uuid, 840,'EUR',14,2,100,20,1,now() FROM generate_series(1,2000) n`;
  await s`INSERT INTO inventory_policies SELECT ${t.tenantId}, md5('p'||n)::uuid, ${t.locationId}, 1, ${t.runId}, 105, 286, 396, 7, 0.95, 12.4, 5, p.lead_time_demand, p.protection_demand, now() FROM generate_series(1,2000) n, (SELECT * FROM inventory_policies LIMIT 1) p`;
  await s`INSERT INTO forecasts SELECT ${t.tenantId}, ${t.runId}, md5('p'||n)::uuid, ${t.locationId}, f.demand_pattern, f.method, f.mean_per_day, f.standard_deviation_per_day, f.forecast FROM generate_series(1,2000) n, (SELECT * FROM forecasts LIMIT 1) f`;
  await s`INSERT INTO demand_days SELECT ${t.tenantId}, md5('p'||n)::uuid, ${t.locationId}, current_date - d, 'import', 5 FROM generate_series(1,2000) n, generate_series(1,100) d`;
  await s`INSERT INTO purchase_orders (tenant_id,purchase_order_id,number,supplier_id,location_id,status,revision,currency,value_minor,proposed_at,changed_at,approved_at)
    SELECT ${t.tenantId}, md5('o'||n)::uuid, 'PX-'||n, ${t.supplierId}, ${t.locationId}, CASE WHEN n % 10 = 0 THEN 'Issued' ELSE 'Received' END, 1, 'EUR', 1000, now() - n * interval '1 hour', now(), now() FROM generate_series(1,3000) n`;
  await s`INSERT INTO purchase_order_lines (tenant_id,purchase_order_id,line_number,product_id,quantity,unit_price_minor,recommended_quantity,steps)
    SELECT ${t.tenantId}, md5('o'||n)::uuid, l, md5('p'||(1 + (n*7+l*13) % 2000))::uuid, 100, 800, 100, '[]' FROM generate_series(1,3000) n, generate_series(1,4) l`;
  await s`INSERT INTO events (tenant_id,event_id,stream_id,stream_type,stream_version,type,topic,occurred_at,recorded_at,actor,correlation_id,payload)
    SELECT ${t.tenantId}, gen_random_uuid(), md5('s'||n/50)::uuid, 'stockLevel', 1 + n % 50, 'StockIssued','stock', now(), now() - n * interval '1 second', '{"kind":"user","id":"a-operator"}', gen_random_uuid(), '{"productId":"x","quantity":-1,"onHandBefore":1,"onHandAfter":0}' FROM generate_series(0,199999) n`;
  for (let i = 0; i < 46; i += 1) {
    const id = randomUUID(), po = randomUUID();
    const ids = await s`SELECT md5('p'||(1 + (${i}::int * 31 + l * 7) % 2000))::uuid AS id FROM generate_series(1,4) l`;
    const lines = ids.map((r, n) => ({ lineNumber: n + 1, productId: r['id'], quantity: 200, unitPriceMinor: 840, recommendedQuantity: 200, steps: [] }));
    const order = { status: 'PendingApproval', number: `PO-9${i}`, supplierId: t.supplierId, locationId: t.locationId, currency: 'EUR', revision: 1, lines, approvalId: id, wake: null, received: {} };
    await s`INSERT INTO streams VALUES (${t.tenantId}, ${po}, 'purchaseOrder', 1, ${s.json(order)}, 1)`;
    await s`INSERT INTO approvals (tenant_id,approval_id,purchase_order_id,revision,execution_id,status,value_minor,currency,facts_hash,facts,fact_sheet,expires_at) VALUES (${t.tenantId},${id},${po},1,'x','PENDING',1000,'EUR','x','[]','{}',now()+interval '1 day')`;
  }
});
await q.unsafe('ANALYZE');
const database = openDatabase(server.roleUrl('app_query'), 1);
async function time(path: string) {
  const url = new URL(path, 'http://api');
  const request = readRequest({ rawPath: url.pathname, queryStringParameters: Object.fromEntries(url.searchParams), requestContext: { requestId: 'x', http: { method: 'GET' }, authorizer: { jwt: { claims: { sub: 'a-admin' } } } } });
  const times: number[] = []; let size = 0; let n = 0;
  for (let i = 0; i < 9; i += 1) { const s = performance.now(); const r = await answerRead(request, { database, liveExecutions: { read: async () => null } }); times.push(performance.now() - s); size = r.body.length; n = (JSON.parse(r.body).items ?? []).length; }
  times.sort((x, y) => x - y);
  console.log(path.slice(0, 60).padEnd(62), 'median', times[4]?.toFixed(1), 'first/max', times[8]?.toFixed(1), 'bytes', size, 'items', n);
}

import { selectApprovals, readApprovalFacts, rankOf } from '#functions/data-query/reads/approval-rows.ts';
import { orderStreams } from '#functions/data-query/reads/order-streams.ts';
import { orderEvents } from '#functions/data-query/reads/order-timeline.ts';
import { ratedLines } from '#functions/data-query/reads/approval-item.ts';
const caller = { tenantId: t.tenantId, sub: 'a-admin', role: 'admin', approvalLimitMinor: 1, seesCosts: true } as const;
for (let i = 0; i < 4; i += 1) await database.transaction({ tenantId: t.tenantId }, async (sql) => {
  const lap = (name: string, s: number) => console.log(name, (performance.now() - s).toFixed(1));
  let s = performance.now();
  const rows = await selectApprovals(sql, caller, sql`AND a.status = 'PENDING' ORDER BY rank, a.approval_id LIMIT 51`); lap('select', s);
  s = performance.now(); const facts = await readApprovalFacts(sql, rows); lap('facts', s);
  s = performance.now(); for (const r of rows) ratedLines(r, facts.get(r.id), '2026-11-22'); lap('rated', s);
  s = performance.now(); const st = await orderStreams(sql, caller, t.orderIds[0] ?? ''); lap('streams', s);
  if (st === null) return;
  s = performance.now(); await orderEvents(sql, caller, { purchaseOrderId: t.orderIds[0] ?? '', streams: st }); lap('events', s);
  const plan = async (name: string, f: any) => { const r = await sql`EXPLAIN (ANALYZE, BUFFERS OFF, TIMING ON) ${f}`; console.log(name); console.log(r.map((x) => x['QUERY PLAN']).join('\n')); };
  if (i === 3) {
    await plan('rank', sql`SELECT ${rankOf(sql)} AS rank FROM approvals a JOIN streams s ON s.tenant_id = a.tenant_id AND s.stream_id = a.purchase_order_id WHERE a.tenant_id = ${t.tenantId} AND a.status = 'PENDING'`);
  }
}, { readOnly: true });
await database.close(); await q.end();
