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

/** An order number, a SKU, a product at a location, a supplier's name: whatever people call it. */
export function subjectOf(event: SubjectEvent, nameOf: NameOf): string {
  const { streamType, streamId, payload } = event;
  switch (streamType) {
    case 'advice':
      return named(payload, ['purchaseOrderId'], nameOf)?.[0] ?? nameOf(streamId);
    case 'supplierTerms':
      return named(payload, ['supplierId', 'productId'], nameOf)?.join(', ') ?? nameOf(streamId);
    case 'stockLevel':
    case 'demand':
    case 'inventoryPolicy':
    case 'replenishment':
      return named(payload, ['productId', 'locationId'], nameOf)?.join(' at ') ?? nameOf(streamId);
    case 'execution':
      return executionName(payload) ?? nameOf(streamId);
    default:
      return ownName(payload) ?? nameOf(streamId);
  }
}

/** The names of all the members, or null where one is missing. */
function named(
  payload: unknown,
  members: readonly (typeof idMembers)[number][],
  nameOf: NameOf,
): readonly string[] | null {
  const ids = members.map((member) => textMember(payload, member)).filter((id) => id !== null);
  return ids.length === members.length ? ids.map(nameOf) : null;
}

function ownName(payload: unknown): string | null {
  for (const member of nameMembers) {
    const name = textMember(payload, member);
    if (name !== null) return name;
  }
  return null;
}

/** An execution's ARN ends with its name. */
function executionName(payload: unknown): string | null {
  return textMember(payload, 'executionId')?.split(':').at(-1) ?? null;
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
