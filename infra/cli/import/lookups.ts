/** What is there already, as far as the rows of a file refer to it. */
import { promises as timers } from 'node:timers';

import * as v from 'valibot';

import type { Api } from '#infra/cli/api.ts';
import type { Tenancy } from '#infra/cli/tenancy.ts';
import type { ImportKind } from '#shared/contracts/events/demand.ts';
import { calendarOf } from '#shared/domain/imports/local-time.ts';
import type { ImportContext } from '#shared/domain/imports/row-readers.ts';

const patienceMilliseconds = 60_000;

const ProductKey = v.object({ sku: v.string() });
const SupplierKey = v.object({ name: v.string(), currency: v.string() });

/** Loads what rows of the kind are read against. */
export async function loadContext(tenancy: Tenancy, kind: ImportKind): Promise<ImportContext> {
  const needsProducts = kind === 'terms' || kind === 'stock' || kind === 'sales';
  return {
    currency: tenancy.currency,
    calendar: calendarOf(tenancy.timeZone),
    skus: needsProducts ? await loadSkus(tenancy.api) : new Set<string>(),
    suppliers: kind === 'terms' ? await loadSuppliers(tenancy.api) : new Map<string, string>(),
  };
}

/** Waits until products or suppliers that were written are listed, so that the next file can refer to them. */
export async function waitUntilListed(
  api: Api,
  kind: ImportKind,
  names: readonly string[],
): Promise<boolean> {
  if (kind !== 'products' && kind !== 'suppliers') return true;
  for (const end = Date.now() + patienceMilliseconds; Date.now() < end; await timers.setTimeout(300)) {
    const listed = kind === 'products' ? await loadSkus(api) : await loadSuppliers(api);
    if (names.every((name) => listed.has(name))) return true;
  }
  return false;
}

async function loadSkus(api: Api): Promise<Set<string>> {
  const skus = new Set<string>();
  for await (const { sku } of api.list('/products', ProductKey)) skus.add(sku);
  return skus;
}

async function loadSuppliers(api: Api): Promise<Map<string, string>> {
  const suppliers = new Map<string, string>();
  for await (const { name, currency } of api.list('/suppliers', SupplierKey)) suppliers.set(name, currency);
  return suppliers;
}
