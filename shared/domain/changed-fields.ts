/** The fields whose values differ, as they were and as they will be; null when nothing differs. */
export function changedFields<T extends object>(
  before: T,
  after: Partial<T>,
): { readonly before: Partial<T>; readonly after: Partial<T> } | null {
  const was: Partial<T> = {};
  const will: Partial<T> = {};
  let isChanged = false;
  // The keys of a Partial<T> are keys of T.
  for (const key of Object.keys(after) as (keyof T)[]) {
    if (after[key] === undefined || after[key] === before[key]) continue;
    was[key] = before[key];
    will[key] = after[key];
    isChanged = true;
  }
  return isChanged ? { before: was, after: will } : null;
}
