import type { Database } from '#functions/_kit/database.ts';
import { openPage, pack, type OpenPage } from '#functions/_kit/packed.ts';
import type { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import type {
  ItemKey,
  PolicyPage,
  PolicyProposal,
  UsageAnalyserTaskOf,
} from '#shared/contracts/workflows/nightly-forecast.ts';

import { keyOf } from './item-facts.ts';
import { readReceipts, type Receipts } from './item-terms.ts';
import { proposalOf } from './policy-proposal.ts';
import { readPolicyItems, type PolicyItem } from './policy-items.ts';
import type { ClassesOfRun } from './run-classes.ts';
import { readSettingsAt } from './settings-of-run.ts';

type Services = { readonly database: Database; readonly classesOfRun: ClassesOfRun };
type PolicyTask = UsageAnalyserTaskOf<'propose-policies'>;

const ITEMS_PER_READ = 200;
/** Where nothing changes, a page is as many items as there is time for. */
const MOST_ITEMS_PER_PAGE = 4_000;

/** The policies and classes that the run's forecasts ask for where they differ materially from those in force. */
export async function proposePolicies(task: PolicyTask, services: Services): Promise<PolicyPage> {
  const classes = await services.classesOfRun(task);
  const page = openPage<PolicyProposal>();
  let { cursor } = task;
  for (let seen = 0; seen < MOST_ITEMS_PER_PAGE; seen += ITEMS_PER_READ) {
    const { items, receipts, settings } = await readFacts(task, cursor, services.database);
    for (const item of items) {
      const itemClasses = classes.get(keyOf(item)) ?? null;
      const proposal = proposalOf(item, { classes: itemClasses, receipts, settings });
      if (proposal !== null && (page.isFull() || !page.tryAdd(proposal))) return answerOf(task, page, cursor);
      cursor = { productId: item.productId, locationId: item.locationId };
    }
    // The page after the last one is empty, and says so.
    if (items.length < ITEMS_PER_READ) return answerOf(task, page, page.rows().length === 0 ? null : cursor);
  }
  return answerOf(task, page, cursor);
}

function answerOf({ cursor }: PolicyTask, page: OpenPage<PolicyProposal>, next: ItemKey | null): PolicyPage {
  const rows = page.rows();
  return {
    packed: pack(rows),
    count: rows.length,
    page: cursor === null ? 'first' : keyOf(cursor),
    next,
  };
}

type PolicyFacts = {
  readonly items: readonly PolicyItem[];
  readonly receipts: Receipts;
  readonly settings: PlanningSettings;
};

async function readFacts(task: PolicyTask, after: ItemKey | null, database: Database): Promise<PolicyFacts> {
  const { runId, plan } = task;
  return database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const items = await readPolicyItems(sql, { runId, plan, after, limit: ITEMS_PER_READ });
      return {
        items,
        receipts: await readReceipts(sql, items, plan.asOf),
        settings: await readSettingsAt(sql, plan.settingsVersion),
      };
    },
    { retry: true, readOnly: true, deadlineMs: 50_000 },
  );
}
