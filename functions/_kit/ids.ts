/** Ids: UUID v7 where something new begins, v5 where an id follows from names. */
import { createHash, randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let used = pool.length;
let lastMs = 0;
let counter = 0;

/** A new UUID v7: sorts by time, and within one millisecond of this process by order of making (RFC 9562, 6.2). */
export function newId(): string {
  const random = takeRandom(10);
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // The upper bit stays free, so that the counter cannot overflow before 2,048 more ids are made.
    counter = random.readUInt16BE(0) & 0x7ff;
  } else {
    counter += 1;
    if (counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const sequence = counter.toString(16).padStart(3, '0');
  const rest = random.toString('hex', 2);
  const variant = ((Number.parseInt(rest.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}${rest.slice(1, 4)}-${rest.slice(4, 16)}`;
}

/** Namespace of all ids that this product derives from names. */
const namespace = Buffer.from('6f1c6d3e5b0a4d0f9a58b8c54b1f0a72', 'hex');

/** The UUID v5 of a name: the same name gives the same id in every tenant (ids lead with the tenant everywhere). */
export function idOfName(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name, 'utf8').digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function takeRandom(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = pool.subarray(used, used + count);
  used += count;
  return taken;
}
