/** The demo company sells what cafés, bakeries and hotels use up: coffee, cups, flour, cleaning, spare parts. */
export const demoCompany = {
  name: 'Bergmann & Lund Café Supply',
  locations: ['Hamburg warehouse', 'Bremen cash & carry'],
};

export type SupplierKey = 'roaster' | 'packaging' | 'mill' | 'hygiene' | 'machines';

export type DemoSupplier = {
  readonly name: string;
  readonly leadTimeDays: number;
  readonly leadTimeStandardDeviation: number;
};

export const demoSuppliers: Readonly<Record<SupplierKey, DemoSupplier>> = {
  roaster: { name: 'Speicherstadt Kaffeerösterei GmbH', leadTimeDays: 8, leadTimeStandardDeviation: 1.5 },
  packaging: { name: 'PackRight Verpackungen B.V.', leadTimeDays: 14, leadTimeStandardDeviation: 3 },
  mill: { name: 'Molino Fratelli Conti S.r.l.', leadTimeDays: 21, leadTimeStandardDeviation: 4 },
  hygiene: { name: 'Nordklar Hygiene KG', leadTimeDays: 5, leadTimeStandardDeviation: 1 },
  machines: { name: 'Ningbo Barista Equipment Co.', leadTimeDays: 45, leadTimeStandardDeviation: 9 },
};

/** When in the year a category sells: not at all seasonal, in the cold, in the heat, or before Christmas. */
export type Season = 'none' | 'winter' | 'summer' | 'christmas';

export type Category = {
  readonly name: string;
  readonly prefix: string;
  readonly supplier: SupplierKey;
  readonly season: Season;
  readonly unit: string;
  /** Products are items × variants, in this order. */
  readonly items: readonly string[];
  readonly variants: readonly string[];
  /** Purchase price in cents of the first variant; later variants cost more. */
  readonly priceMinor: readonly [low: number, high: number];
  /** Typical units a day of a fast product. */
  readonly perDay: readonly [low: number, high: number];
  readonly orderMultiple: number;
};

export const categories: readonly Category[] = [
  {
    name: 'Coffee',
    prefix: 'KAF',
    supplier: 'roaster',
    season: 'winter',
    unit: 'pcs',
    items: [
      'House espresso',
      'Espresso Napoli',
      'Crema Classico',
      'Filter Ethiopia',
      'Filter Colombia',
      'Decaf Mexico',
      'Organic Peru',
      'Single origin Kenya',
      'Barista blend',
    ],
    variants: ['beans 250 g', 'beans 1 kg', 'ground 500 g', 'pods, 50'],
    priceMinor: [390, 780],
    perDay: [6, 26],
    orderMultiple: 6,
  },
  {
    name: 'Tea & chocolate',
    prefix: 'TEE',
    supplier: 'roaster',
    season: 'winter',
    unit: 'pcs',
    items: [
      'Darjeeling',
      'Earl Grey',
      'East Frisian blend',
      'Green sencha',
      'Peppermint',
      'Rooibos vanilla',
      'Chai',
      'Drinking chocolate',
      'White hot chocolate',
    ],
    variants: ['20 bags', '100 bags', 'loose 1 kg'],
    priceMinor: [280, 690],
    perDay: [4, 14],
    orderMultiple: 6,
  },
  {
    name: 'Syrups & sauces',
    prefix: 'SIR',
    supplier: 'mill',
    season: 'summer',
    unit: 'bottle',
    items: [
      'Vanilla syrup',
      'Caramel syrup',
      'Hazelnut syrup',
      'Almond syrup',
      'Coconut syrup',
      'Gingerbread syrup',
      'Lime syrup',
      'Elderflower syrup',
      'Strawberry purée',
      'Mango purée',
      'Chocolate sauce',
      'Salted caramel sauce',
    ],
    variants: ['250 ml', '700 ml', '700 ml sugar-free'],
    priceMinor: [310, 560],
    perDay: [4, 18],
    orderMultiple: 6,
  },
  {
    name: 'Cups & lids',
    prefix: 'BEC',
    supplier: 'packaging',
    season: 'none',
    unit: 'pack',
    items: [
      'Paper cup 4 oz',
      'Paper cup 8 oz',
      'Paper cup 12 oz',
      'Paper cup 16 oz',
      'Double-wall cup 8 oz',
      'Double-wall cup 12 oz',
      'Sip lid 80 mm',
      'Sip lid 90 mm',
      'Clear cup 300 ml',
      'Dome lid 95 mm',
    ],
    variants: ['white, 50', 'kraft, 50', 'printed, 50', 'white, carton of 1,000'],
    priceMinor: [240, 460],
    perDay: [10, 42],
    orderMultiple: 20,
  },
  {
    name: 'Takeaway packaging',
    prefix: 'VER',
    supplier: 'packaging',
    season: 'none',
    unit: 'pack',
    items: [
      'Paper bag',
      'Sandwich wrap',
      'Salad bowl',
      'Cake box',
      'Napkin',
      'Wooden cutlery set',
      'Paper straw',
      'Carrier tray',
    ],
    variants: ['small, 100', 'medium, 100', 'large, 100', 'kraft, 250'],
    priceMinor: [290, 620],
    perDay: [6, 28],
    orderMultiple: 10,
  },
  {
    name: 'Bakery ingredients',
    prefix: 'BAK',
    supplier: 'mill',
    season: 'christmas',
    unit: 'pcs',
    items: [
      'Wheat flour T55',
      'Spelt flour',
      'Rye flour',
      'Almond flour',
      'Cane sugar',
      'Icing sugar',
      'Cocoa powder',
      'Dark couverture',
      'Milk couverture',
      'Marzipan',
      'Vanilla paste',
      'Dry yeast',
      'Cinnamon',
    ],
    variants: ['1 kg', '5 kg', '25 kg'],
    priceMinor: [180, 890],
    perDay: [5, 22],
    orderMultiple: 4,
  },
  {
    name: 'Plant drinks',
    prefix: 'DRI',
    supplier: 'roaster',
    season: 'none',
    unit: 'carton',
    items: ['Oat drink barista', 'Soy drink barista', 'Almond drink', 'Coconut drink', 'Pea drink'],
    variants: ['6 × 1 l', '12 × 1 l', '10 l bag'],
    priceMinor: [790, 1290],
    perDay: [8, 30],
    orderMultiple: 5,
  },
  {
    name: 'Cleaning & hygiene',
    prefix: 'REI',
    supplier: 'hygiene',
    season: 'none',
    unit: 'pcs',
    items: [
      'Dishwasher detergent',
      'Rinse aid',
      'Surface cleaner',
      'Hand soap',
      'Descaler',
      'Milk line cleaner',
      'Group head powder',
      'Microfibre cloth',
      'Nitrile gloves',
      'Bin liners',
      'Paper towels',
    ],
    variants: ['single', 'pack of 6', 'refill 5 l'],
    priceMinor: [260, 880],
    perDay: [3, 15],
    orderMultiple: 6,
  },
  {
    name: 'Barista tools',
    prefix: 'BAR',
    supplier: 'machines',
    season: 'christmas',
    unit: 'pcs',
    items: [
      'Milk pitcher',
      'Tamper',
      'Knock box',
      'Pour-over dripper',
      'Scale with timer',
      'Thermometer',
      'Cleaning brush',
    ],
    variants: ['S', 'M', 'L'],
    priceMinor: [690, 2390],
    perDay: [2, 7],
    orderMultiple: 12,
  },
  {
    name: 'Machine spares',
    prefix: 'ERS',
    supplier: 'machines',
    season: 'none',
    unit: 'pcs',
    items: [
      'Group gasket',
      'Shower screen',
      'Solenoid valve',
      'Pressure gauge',
      'Steam wand tip',
      'Water filter cartridge',
      'Grinder burrs',
    ],
    variants: ['58 mm', '54 mm', 'universal'],
    priceMinor: [520, 6400],
    perDay: [0.2, 1],
    orderMultiple: 5,
  },
];
