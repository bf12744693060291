const fractionalUnits: ReadonlySet<string> = new Set(
  'kg g t lb oz l ml cl hl gal m cm mm km ft yd m2 m² m3 m³ sqm cbm h'.split(' '),
);

/** Whether stock in this unit comes in parts (kilograms, litres, metres) rather than in whole pieces. */
export function isFractionalUnit(unit: string): boolean {
  return fractionalUnits.has(unit.trim().toLowerCase());
}
