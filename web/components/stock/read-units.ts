/** A unit and how many stock units are in it. */
type Unit = { readonly unit: string; readonly perUnit: number };

/** Units as people write them, `box = 12`, one a line, with a decimal point or comma; null where a line is none. */
export function readUnits(text: string): readonly Unit[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const units = lines.flatMap((line) => {
    const [, unit = '', amount = ''] = /^(.+?)\s*=\s*(\d+(?:[.,]\d{1,3})?)\s*$/.exec(line.trim()) ?? [];
    const perUnit = Number(amount.replace(',', '.'));
    return unit === '' || perUnit <= 0 ? [] : [{ unit, perUnit }];
  });
  return units.length === lines.length ? units : null;
}
