/**
 * What never changes once it is written, remembered by this process: which stream a natural key names, which streams
 * there are, and (as a guess that is checked) which tenant a caller means.
 */
const most = 100_000;

/** What this process knows about tenants. */
export type Knowledge = {
  /** The stream that a natural key of the tenant names, if known. */
  streamOf(tenantId: string, key: string): string | undefined;
  /** Whether the tenant is known to have such a stream. */
  has(tenantId: string, streamId: string, type: string): boolean;
  learnKey(tenantId: string, key: string, streamId: string): void;
  learnStream(tenantId: string, streamId: string, type: string): void;
  /** The tenant that the caller last meant without naming it. */
  tenantOf(sub: string): string | undefined;
  learnTenant(sub: string, tenantId: string): void;
};

/** Begins with knowing nothing. */
export function newKnowledge(): Knowledge {
  const keys = new Map<string, string>();
  const streams = new Map<string, string>();
  const tenants = new Map<string, string>();
  return {
    streamOf: (tenantId, key) => keys.get(`${tenantId} ${key}`),
    has: (tenantId, streamId, type) => streams.get(`${tenantId} ${streamId}`) === type,
    learnKey: (tenantId, key, streamId) => remember(keys, `${tenantId} ${key}`, streamId),
    learnStream: (tenantId, streamId, type) => remember(streams, `${tenantId} ${streamId}`, type),
    tenantOf: (sub) => tenants.get(sub),
    learnTenant: (sub, tenantId) => remember(tenants, sub, tenantId),
  };
}

function remember(map: Map<string, string>, key: string, value: string): void {
  // Forgetting all costs a round trip per key once more; that is cheaper than keeping order at every look.
  if (map.size >= most) map.clear();
  map.set(key, value);
}
