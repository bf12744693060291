import type { Database } from '#functions/_kit/database.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { logWarning } from '#functions/_kit/log.ts';
import { openPage, pack, type OpenPage } from '#functions/_kit/packed.ts';
import type {
  ItemKey,
  ShardPage,
  ShardRow,
  UsageAnalyserTaskOf,
} from '#shared/contracts/workflows/nightly-forecast.ts';
import { compactForecast } from '#shared/forecasting/forecast-row.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';

import { forecastInputOf } from './forecast-input.ts';
import { readItemFacts, type ItemFacts } from './item-facts.ts';
import { taughtInput, type Teachers } from './taught-input.ts';
import type { PlannedItem } from './planned-items.ts';

/** About half a page: what is read and does not fit is read again for the next page. */
const ITEMS_PER_READ = 20;
const MOST_OF_REASON = 200;

type ShardTask = UsageAnalyserTaskOf<'forecast-shard'>;
type Services = Teachers & { readonly database: Database };

/**
 * Forecasts as many of a shard's items as fit into a page; an item that cannot be forecast is a failure beside the
 * others' forecasts.
 */
export async function forecastShard(task: ShardTask, services: Services): Promise<ShardPage> {
  const page = openPage<ShardRow>();
  let { after } = task;
  for (;;) {
    const facts = await readFacts(task, after, services.database);
    for (const item of facts.items) {
      const isTaken = !page.isFull() && addTo(page, item, await forecastOne(item, { facts, task, services }));
      if (!isTaken) return answerOf(task, page, after);
      after = { productId: item.productId, locationId: item.locationId };
    }
    if (facts.items.length < ITEMS_PER_READ) return answerOf(task, page, null);
  }
}

function answerOf({ before }: ShardTask, page: OpenPage<ShardRow>, next: ItemKey | null): ShardPage {
  const rows = page.rows();
  return { packed: pack(rows), sha256: sha256Hex({ before, rows }), next };
}

async function readFacts(task: ShardTask, after: ItemKey | null, database: Database): Promise<ItemFacts> {
  return database.transaction(
    { tenantId: task.tenantId },
    (sql) => readItemFacts(sql, { ...task, after }, ITEMS_PER_READ),
    { retry: true, readOnly: true, deadlineMs: 50_000 },
  );
}

/** False: the page is full. What does not even fit into a page of its own is a failure. */
function addTo(page: OpenPage<ShardRow>, item: PlannedItem, row: ShardRow): boolean {
  if (page.tryAdd(row)) return true;
  if (page.rows().length > 0) return false;
  return page.tryAdd(
    failureOf(item, 'too many demand events and overrides are planned to store the forecast'),
  );
}

type Context = { readonly facts: ItemFacts; readonly task: ShardTask; readonly services: Services };

/** The forecast as a row, or why there is none. */
async function forecastOne(item: PlannedItem, { facts, task, services }: Context): Promise<ShardRow> {
  try {
    const forecast = forecastItem(await taughtInput(forecastInputOf(item, facts, task.plan), task, services));
    return forecast.kind === 'forecast' ? compactForecast(item, forecast) : failureOf(item, forecast.reason);
  } catch (error) {
    // One item's data must not cost the others their night.
    const { productId, locationId } = item;
    logWarning('a product could not be forecast', { runId: task.runId, productId, locationId, error });
    const message = error instanceof Error ? error.message : 'unknown error';
    return failureOf(item, `the computation failed: ${message}`);
  }
}

function failureOf({ productId, locationId }: ItemKey, reason: string): ShardRow {
  return { productId, locationId, reason: reason.slice(0, MOST_OF_REASON) };
}
