/** What an event is about, in words. */

/** An event as far as its subject goes. */
export type SubjectEvent = {
  readonly streamId: string;
  readonly streamType: string;
  readonly payload: unknown;
};

type NameOf = (id: string) => string;

const idMembers = [
  'productId',
  'likeProductId',
  'locationId',
  'counterpartLocationId',
  'supplierId',
  'purchaseOrderId',
] as const;
/** Members by which the first event of a stream names its subject, before any table shows it. */
const nameMembers = ['number', 'sku', 'name', 'fileName'] as const;

/** Ids of everything whose name the event's subject or sentence needs. */
export function idsIn({ streamId, payload }: SubjectEvent): readonly string[] {
  const named = idMembers.map((member) => textMember(payload, member));
  const ofLines = linesOf(payload).map((line) => textMember(line, 'productId'));
  return [streamId, ...named, ...ofLines].filter((id) => id !== null);
}

type Naming = { readonly members: readonly (typeof idMembers)[number][]; readonly between: string };

/** Members (of the tenant) that the event names beside its actor, by the subjects of their tokens. */
export function membersIn({ streamType, payload }: SubjectEvent): readonly string[] {
  if (streamType !== 'delegations') return [];
  return ['from', 'to'].map((member) => textMember(payload, member)).filter((sub) => sub !== null);
}

const atLocation: Naming = { members: ['productId', 'locationId'], between: ' at ' };

/** Streams that go by the names of other things, which their events' payloads refer to. */
const namings: Readonly<Record<string, Naming>> = {
  advice: { members: ['purchaseOrderId'], between: '' },
  supplierTerms: { members: ['supplierId', 'productId'], between: ', ' },
  stockLevel: atLocation,
  demand: atLocation,
  demandPlan: atLocation,
  likeItem: { members: ['productId'], between: '' },
  inventoryPolicy: atLocation,
  policyOverride: atLocation,
  itemClass: atLocation,
  replenishment: atLocation,
};

/** Streams of which a tenant has one. */
const onlyOnes: Readonly<Record<string, string>> = {
  planningSettings: 'planning settings',
  approvalPolicy: 'approval policy',
  delegations: 'delegations',
};

/** An order number, a SKU, a product at a location, a supplier's name: whatever people call it. */
export function subjectOf({ streamType, streamId, payload }: SubjectEvent, nameOf: NameOf): string {
  const naming = namings[streamType];
  const name = naming === undefined ? ownName(streamType, payload) : namedBy(payload, naming, nameOf);
  return name ?? nameOf(streamId);
}

/** The names of all the members, or null where one is missing. */
function namedBy(payload: unknown, { members, between }: Naming, nameOf: NameOf): string | null {
  const ids = members.map((member) => textMember(payload, member)).filter((id) => id !== null);
  return ids.length === members.length ? ids.map(nameOf).join(between) : null;
}

/** An execution's ARN ends with its name; of some things a tenant has one; others say their name in their first event. */
function ownName(streamType: string, payload: unknown): string | null {
  if (Object.hasOwn(onlyOnes, streamType)) return onlyOnes[streamType] ?? null;
  if (streamType === 'execution') return textMember(payload, 'executionId')?.split(':').at(-1) ?? null;
  for (const member of nameMembers) {
    const name = textMember(payload, member);
    if (name !== null) return name;
  }
  return null;
}

function linesOf(payload: unknown): readonly unknown[] {
  if (typeof payload !== 'object' || payload === null) return [];
  return ['lines', 'before'].flatMap((member) => {
    const lines: unknown = Reflect.get(payload, member);
    return Array.isArray(lines) ? (lines as readonly unknown[]) : [];
  });
}

function textMember(value: unknown, member: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Reflect.get(value, member);
  return typeof found === 'string' && found !== '' ? found : null;
}
