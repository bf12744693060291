/**
 * npm run bench:forecast: the forecasts of shared/forecasting on real demand, beside reference methods, against bars.
 * `--data folder` (by default the data beside the checkout) holds wide files `*.csv.gz` (id,category,start,freq,h,n,train,
 * test) and long daily ones (date,…,sku,value,…); `--set name` takes those whose name contains it, `--sample n` so many
 * series of each, spread evenly, `--only point,interval,stock,season,speed` some of the tables.
 *
 * Lead-time demand: L periods and one review R (monthly 2 + 1, weekly 4 + 1, daily 14 + 7), forecast again every period of
 * the test part from the past only. The naive policy is z·σ·√(L + R) around the mean of the whole history.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

import { dailyMeans } from '#shared/forecasting/daily-means.ts';
import { addDays, dayNumber, dayOf } from '#shared/forecasting/day-number.ts';
import { forecastItem, type ForecastInput } from '#shared/forecasting/forecast-item.ts';
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';
import { normalQuantile } from '#shared/forecasting/normal-quantile.ts';
import { seasonalIndices } from '#shared/forecasting/seasonal-indices.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean, sum } from '#shared/forecasting/sum.ts';

import { calibrate, median } from './measure.ts';

type Series = {
  readonly id: string;
  readonly train: Float64Array;
  readonly test: Float64Array;
  /** Periods of a season: 12, 52 or, of days, 7. */
  readonly seasonLength: number;
  readonly firstDay: number;
};
type DataSet = { readonly name: string; readonly series: readonly Series[] };
/** What a policy says at an origin: the point forecast and the order-up-to level of each quantile. */
type Outlook = { readonly means: ArrayLike<number>; readonly levels: readonly number[] };
type Forecaster = (known: Float64Array, series: Series, horizon: number) => Outlook;
type Bar = {
  readonly name: string;
  readonly value: number;
  readonly must: number;
  readonly goal: number;
  readonly isAtLeast?: boolean;
};

const LEVELS = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99];
const AT_95 = LEVELS.indexOf(0.95);
const DAILY_TEST = 28;
const DAY_FREQUENCY = 7;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(import.meta.dirname, '..', '..', '..', 'shared', 'data') },
    set: { type: 'string', default: '' },
    sample: { type: 'string', default: '0' },
    only: { type: 'string', default: 'point,interval,stock,season,speed' },
  },
});
const calibrationMs = [calibrate(), calibrate(), calibrate()];
const bars: Bar[] = [];
const sets = readSets();
function readSets(): DataSet[] {
  if (!existsSync(options.data)) {
    console.error(`found no folder ${options.data}, expected demand data: pass one with --data folder`);
    process.exit(1);
  }
  return readdirSync(options.data)
    .filter((file) => file.endsWith('.csv.gz') && file.includes(options.set))
    .map((file) => {
      const [header = '', ...lines] = gunzipSync(readFileSync(join(options.data, file)))
        .toString()
        .trim()
        .split('\n');
      const series = header.startsWith('date') ? readLong(header.split(','), lines) : lines.map(readWide);
      return { name: file.replace('.csv.gz', ''), series: sampled(series) };
    });
}

function sampled(series: Series[]): Series[] {
  const count = Number(options.sample);
  if (count === 0 || series.length <= count) return series;
  return series.filter(
    (_, i) => Math.floor((i * count) / series.length) !== Math.floor(((i - 1) * count) / series.length),
  );
}

function readWide(line: string): Series {
  const [id = '', , , frequency = '1', , , train = '', test = ''] = line.split(',');
  const numbers = (text: string): Float64Array => Float64Array.from(text.trim().split(' '), Number);
  return { id, train: numbers(train), test: numbers(test), seasonLength: Number(frequency), firstDay: 0 };
}

/** One row per day and SKU; missing days had no demand, the last four weeks are the test. */
function readLong(header: readonly string[], lines: readonly string[]): Series[] {
  const [date, sku, value] = ['date', 'sku', 'value'].map((name) => header.indexOf(name));
  const bySku = new Map<string, Map<number, number>>();
  let last = 0;
  for (const line of lines) {
    const cells = line.split(',');
    const day = dayNumber(cells[date ?? 0] ?? '');
    const id = cells[sku ?? 1] ?? '';
    const days = bySku.get(id) ?? new Map<number, number>();
    days.set(day, (days.get(day) ?? 0) + Number(cells[value ?? 2]));
    bySku.set(id, days);
    last = Math.max(last, day);
  }
  return [...bySku].map(([id, days]) => {
    const firstDay = Math.min(...days.keys());
    const all = Float64Array.from({ length: last - firstDay + 1 }, (_, i) => days.get(firstDay + i) ?? 0);
    const cut = all.length - DAILY_TEST;
    return {
      id,
      train: all.subarray(0, cut),
      test: all.subarray(cut),
      seasonLength: DAY_FREQUENCY,
      firstDay,
    };
  });
}

function leadAndReview({ seasonLength }: Series): { readonly lead: number; readonly review: number } {
  if (seasonLength === DAY_FREQUENCY) return { lead: 14, review: 7 };
  return { lead: seasonLength >= 52 ? 4 : 2, review: 1 };
}

/** The product's own door: forecastItem for days, forecastSeries for all else. */
function ours(known: Float64Array, series: Series, horizon: number): Outlook {
  const { lead, review } = leadAndReview(series);
  if (series.seasonLength !== DAY_FREQUENCY) {
    const { seasonLength } = series;
    const forecast = forecastSeries({
      values: known,
      seasonLength,
      horizon: Math.max(horizon, lead + review),
    });
    return { means: forecast.means, levels: LEVELS.map((p) => forecast.quantileOfSum(lead + review, p)) };
  }
  const input = itemInput(known, series);
  const forecast = forecastItem(input);
  if (forecast.kind !== 'forecast')
    throw new Error(`found ${known.length} days of ${series.id}: pass four weeks`);
  const { p50, p90, p95, p99 } = forecast.protectionDemand;
  const at = (cycleServiceLevel: number): number => {
    const again = forecastItem({ ...input, cycleServiceLevel });
    return again.kind === 'forecast' ? again.protectionDemand.atServiceLevel : 0;
  };
  return {
    means: dailyMeans(forecast, input.asOf, horizon),
    levels: [p50, at(0.8), p90, p95, at(0.98), p99],
  };
}

function itemInput(known: Float64Array, { firstDay, ...series }: Series): ForecastInput {
  const first = dayOf(firstDay);
  return {
    history: Array.from(known, (quantity, i) => ({ day: addDays(first, i), quantity })),
    asOf: addDays(first, known.length),
    leadTimeDays: { mean: leadAndReview({ firstDay, ...series }).lead, standardDeviation: 0 },
    reviewPeriodDays: leadAndReview({ firstDay, ...series }).review,
    cycleServiceLevel: 0.95,
  };
}

function naivePolicy(known: Float64Array, series: Series): Outlook {
  const { lead, review } = leadAndReview(series);
  const level = mean(known);
  const sigma = Math.sqrt(sum(known.map((value) => (value - level) ** 2)) / Math.max(1, known.length - 1));
  const periods = lead + review;
  const levels = LEVELS.map((p) =>
    Math.max(0, level * periods + normalQuantile(p) * sigma * Math.sqrt(periods)),
  );
  return { means: [], levels };
}

// --- Point forecasts -------------------------------------------------------------------------------------------------

type Reference = (known: Float64Array, horizon: number, seasonLength: number) => Float64Array;

/** Reference methods, each as its textbook has it. */
const references: Readonly<Record<string, Reference>> = {
  'SES .1': (known, horizon) => new Float64Array(horizon).fill(smoothed(known, 0.1)),
  'TSB .1': (known, horizon) => new Float64Array(horizon).fill(tsb(known, 0.1)),
  'last 12': (known, horizon, m) =>
    new Float64Array(horizon).fill(mean(known.subarray(m === DAY_FREQUENCY ? -28 : -12))),
  'seasonal naive': (known, horizon, m) => seasonalNaive(known, horizon, m),
  Theta: (known, horizon, m) => seasoned(known, m, (free) => theta(free, horizon)),
  Naive2: (known, horizon, m) =>
    seasoned(known, m, (free) => new Float64Array(horizon).fill(free.at(-1) ?? 0)),
};
const LEVEL_METHODS = ['SES .1', 'TSB .1', 'last 12'];

function smoothed(known: Float64Array, alpha: number): number {
  let level = mean(known.subarray(0, 4));
  for (const value of known) level += alpha * (value - level);
  return level;
}

function tsb(known: Float64Array, alpha: number): number {
  const sizes = known.filter((value) => value > 0);
  let probability = sizes.length / known.length;
  let size = mean(sizes);
  for (const value of known) {
    probability += alpha * ((value > 0 ? 1 : 0) - probability);
    if (value > 0) size += alpha * (value - size);
  }
  return probability * size;
}

function seasonalNaive(known: Float64Array, horizon: number, seasonLength: number): Float64Array {
  const m = known.length >= seasonLength ? seasonLength : 1;
  return Float64Array.from({ length: horizon }, (_, i) => known[known.length - m + (i % m)] ?? 0);
}

/** Assimakopoulos and Nikolopoulos (2000) as Hyndman and Billah (2003) write it: smoothing plus half the slope. */
function theta(free: Float64Array, horizon: number): Float64Array {
  const n = free.length;
  const middle = (n - 1) / 2;
  const slope =
    sum(free.map((value, i) => value * (i - middle))) /
    Math.max(1e-9, sum(free.map((_, i) => (i - middle) ** 2)));
  let best = { squares: Infinity, level: 0, alpha: 1 };
  for (let alpha = 0.02; alpha < 1; alpha += 0.02) {
    let level = free[0] ?? 0;
    let squares = 0;
    for (const value of free) {
      squares += (value - level) ** 2;
      level += alpha * (value - level);
    }
    if (squares < best.squares) best = { squares, level, alpha };
  }
  const start = (1 - (1 - best.alpha) ** n) / best.alpha;
  return Float64Array.from({ length: horizon }, (_, i) => best.level + (slope / 2) * (i + start));
}

/** A method on what the M4 competition calls deseasonalised: 90 % test of autocorrelation, multiplicative indices. */
function seasoned(
  known: Float64Array,
  m: number,
  method: (free: Float64Array) => Float64Array,
): Float64Array {
  if (!hasSeasonM4(known, m)) return method(known);
  const indices = seasonalIndices(known, m, 'multiplicative');
  const free = known.map((value, i) => value / (indices[i % m] || 1));
  return method(free).map((value, i) => value * (indices[(known.length + i) % m] ?? 1));
}

function hasSeasonM4(known: Float64Array, m: number): boolean {
  const n = known.length;
  if (m < 2 || n < 3 * m) return false;
  const level = mean(known);
  const product = (lag: number): number => {
    let total = 0;
    for (let i = lag; i < n; i += 1) total += ((known[i] ?? 0) - level) * ((known[i - lag] ?? 0) - level);
    return total;
  };
  const variance = product(0);
  if (variance === 0) return false;
  let squares = 0;
  for (let lag = 1; lag < m; lag += 1) squares += (product(lag) / variance) ** 2;
  return Math.abs(product(m) / variance) > 1.645 * Math.sqrt((1 + 2 * squares) / n);
}

type Score = { smape: number[]; mase: number[]; rmsse: number[]; bias: number[] };
type PointRow = { readonly owa: number; readonly rmsse: number; readonly bias: number };

function pointTable({ name, series }: DataSet): void {
  const scores = new Map<string, Score>();
  let failures = 0;
  for (const one of series) {
    const horizon = one.test.length;
    const methods: [string, () => ArrayLike<number>][] = Object.entries(references).map(
      ([method, forecast]) => [method, () => forecast(one.train, horizon, one.seasonLength)],
    );
    methods.push(['ours', () => ours(one.train, one, horizon).means]);
    let naive2: ArrayLike<number> = [];
    for (const [method, forecast] of methods) {
      let means = forecast();
      if (method === 'Naive2') naive2 = means;
      if (!Array.from(means).every(Number.isFinite)) {
        failures += 1;
        means = naive2;
      }
      score(scores, method, { series: one, means });
    }
  }
  const base = scores.get('Naive2');
  const rows = new Map<string, PointRow>();
  console.log(
    `| ${name} (${series.length} series, ${failures} failed) | OWA | sMAPE | MASE | RMSSE | bias |\n|---|---|---|---|---|---|`,
  );
  for (const [method, each] of scores) {
    const owa = (mean(each.smape) / mean(base?.smape ?? []) + mean(each.mase) / mean(base?.mase ?? [])) / 2;
    const row = { owa, rmsse: mean(each.rmsse), bias: mean(each.bias) };
    rows.set(method, row);
    const figures = [owa, mean(each.smape), mean(each.mase), row.rmsse, row.bias].map((figure) =>
      figure.toFixed(3),
    );
    console.log(`| ${method} | ${figures.join(' | ')} |`);
  }
  console.log('');
  addPointBars(name, rows);
}

function score(
  scores: Map<string, Score>,
  method: string,
  { series, means }: { readonly series: Series; readonly means: ArrayLike<number> },
): void {
  const each = scores.get(method) ?? { smape: [], mase: [], rmsse: [], bias: [] };
  scores.set(method, each);
  const { train, test, seasonLength } = series;
  const errors = test.map((actual, i) => (means[i] ?? 0) - actual);
  each.smape.push(
    100 *
      mean(
        test.map((actual, i) => {
          const size = Math.abs(actual) + Math.abs(means[i] ?? 0);
          return size === 0 ? 0 : (2 * Math.abs(errors[i] ?? 0)) / size;
        }),
      ),
  );
  const scale = seasonalChange(train, seasonLength);
  if (scale > 0) each.mase.push(mean(errors.map(Math.abs)) / scale);
  const demand = train.subarray(train.findIndex((value) => value !== 0));
  const steps = mean(demand.slice(1).map((value, i) => (value - (demand[i] ?? 0)) ** 2));
  if (steps > 0) each.rmsse.push(Math.sqrt(mean(errors.map((error) => error ** 2)) / steps));
  if (mean(train) > 0) each.bias.push(mean(errors) / mean(train));
}

/** Mean absolute change over a season, the scale of MASE and MSIS. */
function seasonalChange(train: Float64Array, seasonLength: number): number {
  const m = train.length > seasonLength ? seasonLength : 1;
  return mean(train.slice(m).map((value, i) => Math.abs(value - (train[i] ?? 0))));
}

function addPointBars(name: string, rows: ReadonlyMap<string, PointRow>): void {
  const our = rows.get('ours') ?? { owa: Number.NaN, rmsse: Number.NaN, bias: Number.NaN };
  const bestOf = (methods: readonly string[]): number =>
    Math.min(...methods.map((method) => rows.get(method)?.rmsse ?? Infinity));
  const all = [...LEVEL_METHODS, 'seasonal naive', 'Theta'];
  if (name.startsWith('m3')) bars.push({ name: 'M3 monthly OWA', value: our.owa, must: 0.815, goal: 0.795 });
  if (name.startsWith('hospital')) {
    bars.push({
      name: 'hospital OWA ÷ Theta',
      value: our.owa / (rows.get('Theta')?.owa ?? 1),
      must: 1,
      goal: 0.97,
    });
  }
  if (name.endsWith('weekly'))
    bars.push({ name: `${name} RMSSE ÷ best`, value: our.rmsse / bestOf(all), must: 1, goal: 0.95 });
  if (name.includes('parts')) {
    bars.push({
      name: `${name} RMSSE ÷ best level`,
      value: our.rmsse / bestOf(LEVEL_METHODS),
      must: 1.01,
      goal: 0.98,
    });
    bars.push({ name: `${name} |bias|`, value: Math.abs(our.bias), must: 0.08, goal: 0.04 });
  }
  if (name.includes('daily'))
    bars.push({ name: `${name} RMSSE ÷ best`, value: our.rmsse / bestOf(all), must: 0.98, goal: 0.93 });
}

// --- Intervals -------------------------------------------------------------------------------------------------------

function intervalTable(): void {
  console.log('| 95 % intervals | MSIS | coverage |\n|---|---|---|');
  for (const { name, series } of sets.filter((set) => !set.name.includes('daily'))) {
    const scores: number[] = [];
    const inside: number[] = [];
    for (const { train, test, seasonLength } of series) {
      const scale = seasonalChange(train, seasonLength);
      if (scale === 0) continue;
      const forecast = forecastSeries({ values: train, seasonLength, horizon: test.length });
      const each = test.map((actual, i) => {
        const low = forecast.quantile(i, 0.025);
        const high = forecast.quantile(i, 0.975);
        inside.push(actual >= low && actual <= high ? 1 : 0);
        return high - low + (2 / 0.05) * (Math.max(0, low - actual) + Math.max(0, actual - high));
      });
      scores.push(mean(each) / scale);
    }
    console.log(`| ${name} | ${mean(scores).toFixed(2)} | ${mean(inside).toFixed(3)} |`);
    if (!name.startsWith('m3')) continue;
    bars.push({ name: 'M3 MSIS95', value: mean(scores), must: 6.4, goal: 6.1 });
    bars.push({ name: 'M3 |coverage − .95|', value: Math.abs(mean(inside) - 0.95), must: 0.02, goal: 0.02 });
  }
  console.log('');
}

// --- Lead-time demand and stock --------------------------------------------------------------------------------------

type Policy = {
  pinball: number[];
  covered: number[];
  readonly stock: number[];
  readonly served: number[];
  demand: number;
};

function stockTable(): void {
  const found: { pinball: number; gap: number; stock: number }[] = [];
  console.log(
    '| lead-time demand | pinball ÷ z | coverage .95 (z) | stock at equal fill ÷ z |\n|---|---|---|---|',
  );
  for (const { name, series } of sets) {
    const our = runPolicy(series, ours);
    const naive = runPolicy(series, naivePolicy);
    const pinball = mean(our.pinball) / mean(naive.pinball);
    const stock = stockAtEqualFill(our, naive);
    // The naive policy knows neither trend nor season: sets that are not of stocked goods would flatter the means.
    if (!/^(m3|hospital)/.test(name)) found.push({ pinball, gap: Math.abs(mean(our.covered) - 0.95), stock });
    console.log(
      `| ${name} | ${pinball.toFixed(3)} | ${mean(our.covered).toFixed(3)} (${mean(naive.covered).toFixed(3)}) | ${stock.toFixed(3)} |`,
    );
  }
  console.log('');
  if (found.length === 0) return;
  const geometric = Math.exp(mean(found.map(({ pinball }) => Math.log(pinball))));
  bars.push({ name: 'pinball ÷ z, geometric mean', value: geometric, must: 0.88, goal: 0.82 });
  bars.push({
    name: '|coverage − .95|, mean',
    value: mean(found.map(({ gap }) => gap)),
    must: 0.03,
    goal: 0.015,
  });
  bars.push({
    name: 'stock at equal fill, worst set',
    value: Math.max(...found.map(({ stock }) => stock)),
    must: 1.02,
    goal: 1.02,
  });
  bars.push({
    name: 'stock at equal fill, mean',
    value: mean(found.map(({ stock }) => stock)),
    must: 0.96,
    goal: 0.93,
  });
}

/** Forecasts every period of the test part: pinball loss and coverage of the sums, then the stock they would have led to. */
function runPolicy(series: readonly Series[], forecast: Forecaster): Policy {
  const policy: Policy = {
    pinball: [],
    covered: [],
    stock: LEVELS.map(() => 0),
    served: LEVELS.map(() => 0),
    demand: 0,
  };
  for (const one of series) {
    const { lead, review } = leadAndReview(one);
    const unit = mean(one.train);
    if (unit === 0) continue;
    const all = Float64Array.from([...one.train, ...one.test]);
    const periods = lead + review;
    const levels: (readonly number[])[] = [];
    for (let t = 0; t < one.test.length; t += 1) {
      // Days are reviewed once a week; their sums are scored every day that has a whole interval ahead.
      const hasSum = t + periods <= one.test.length;
      if (!hasSum && t % review !== 0) {
        levels.push(levels.at(-1) ?? []);
        continue;
      }
      const origin = one.train.length + t;
      const outlook = forecast(all.subarray(0, origin), one, 1);
      levels.push(outlook.levels);
      if (!hasSum) continue;
      const actual = sum(all.subarray(origin, origin + periods));
      const losses = outlook.levels.map((level, k) => {
        const p = LEVELS[k] ?? 0;
        return (actual > level ? p * (actual - level) : (1 - p) * (level - actual)) / unit;
      });
      policy.pinball.push(mean(losses));
      policy.covered.push(actual <= (outlook.levels[AT_95] ?? 0) ? 1 : 0);
    }
    simulate(policy, one, levels);
  }
  return policy;
}

/** Order-up-to at every review, backorders, the first L + R periods dropped; in units of the mean demand. */
function simulate(policy: Policy, series: Series, levels: readonly (readonly number[])[]): void {
  const { lead, review } = leadAndReview(series);
  const unit = mean(series.train);
  const start = Math.min(lead + review, series.test.length - 1);
  policy.demand += sum(series.test.subarray(start)) / unit;
  LEVELS.forEach((_, k) => {
    const targets = levels.map((each) => each[k] ?? 0);
    const { stock, served } = simulateOne(series, targets, start);
    policy.stock[k] = (policy.stock[k] ?? 0) + stock / unit;
    policy.served[k] = (policy.served[k] ?? 0) + served / unit;
  });
}

function simulateOne(
  series: Series,
  targets: readonly number[],
  start: number,
): { readonly stock: number; readonly served: number } {
  const { lead, review } = leadAndReview(series);
  const arrivals = new Float64Array(series.test.length + lead + 1);
  let net = targets[0] ?? 0;
  let position = net;
  let stock = 0;
  let served = 0;
  series.test.forEach((demand, t) => {
    const order = t % review === 0 ? Math.max(0, (targets[t] ?? 0) - position) : 0;
    arrivals[t + lead] = order;
    net += arrivals[t] ?? 0;
    const sold = Math.min(demand, Math.max(0, net));
    net -= demand;
    position += order - demand;
    if (t < start) return;
    served += sold;
    stock += Math.max(0, net);
  });
  return { stock, served };
}

/** Mean ratio of the stock along the fill rates that both policies reach. */
function stockAtEqualFill(our: Policy, naive: Policy): number {
  const low = Math.max(our.served[0] ?? 0, naive.served[0] ?? 0);
  const high = Math.min(our.served.at(-1) ?? 0, naive.served.at(-1) ?? 0);
  const ratios = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => {
    const served = low + share * (high - low);
    return stockFor(our, served) / stockFor(naive, served);
  });
  return mean(ratios);
}

function stockFor({ served, stock }: Policy, wanted: number): number {
  const above = Math.max(
    1,
    served.findIndex((value) => value >= wanted),
  );
  const [from = 0, to = 0] = [served[above - 1], served[above]];
  const share = to > from ? (wanted - from) / (to - from) : 0;
  return (stock[above - 1] ?? 0) + share * ((stock[above] ?? 0) - (stock[above - 1] ?? 0));
}

// --- Seasons and speed -----------------------------------------------------------------------------------------------

function seasonTable(): void {
  console.log('| season | found | in shuffled series |\n|---|---|---|');
  for (const { name, series } of sets) {
    const found = series.map((one) => (isCalledSeasonal(one.train, one) ? 1 : 0));
    const alarms = series.map((one) => (isCalledSeasonal(shuffled(one), one) ? 1 : 0));
    console.log(`| ${name} | ${(100 * mean(found)).toFixed(0)} % | ${(100 * mean(alarms)).toFixed(0)} % |`);
    if (!name.includes('daily')) continue;
    bars.push({
      name: `${name} weekdays found`,
      value: mean(found),
      must: 0.95,
      goal: 0.98,
      isAtLeast: true,
    });
    bars.push({ name: `${name} weekdays in shuffled`, value: mean(alarms), must: 0.1, goal: 0.05 });
  }
  console.log('');
}

function isCalledSeasonal(values: Float64Array, series: Series): boolean {
  const { seasonLength } = series;
  if (seasonLength !== DAY_FREQUENCY) return forecastSeries({ values, seasonLength, horizon: 1 }).isSeasonal;
  const forecast = forecastItem(itemInput(values, series));
  return forecast.kind === 'forecast' && forecast.method.includes('weekday');
}

function shuffled({ id, train }: Series): Float64Array {
  const random = seededRandom(id);
  const values = train.slice();
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j] ?? 0, values[i] ?? 0];
  }
  return values;
}

function speedTable(): void {
  const rounds = 3;
  const cpuMs = (series: readonly Series[], work: (one: Series) => unknown): number =>
    median(
      Array.from({ length: rounds }, () => {
        const before = process.cpuUsage();
        for (const one of series) work(one);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1000 / series.length;
      }),
    );
  for (const { name, series } of sets) {
    if (name.startsWith('m3')) {
      const value = cpuMs(series, ({ train, test, seasonLength }) =>
        forecastSeries({ values: train, seasonLength, horizon: test.length }),
      );
      bars.push({ name: 'CPU ms per monthly series', value, must: 5, goal: 2 });
    }
    if (!name.includes('daily')) continue;
    const inputs = new Map(series.map((one) => [one.id, itemInput(one.train, one)]));
    const value = cpuMs(series, ({ id }) => {
      const input = inputs.get(id);
      return input === undefined ? null : forecastItem(input);
    });
    bars.push({ name: 'CPU ms per 1,800-day series', value, must: 25, goal: 10 });
    bars.push({
      name: 'minutes for 30,490 of them on 2 cores',
      value: (30_490 * value) / 2 / 60_000,
      must: 15,
      goal: 5,
    });
  }
  bars.push({ name: 'peak memory, MB', value: process.resourceUsage().maxRSS / 1024, must: 512, goal: 512 });
}

function printBars(): void {
  console.log('| bar | value | must | goal | |\n|---|---|---|---|---|');
  let met = 0;
  for (const { name, value, must, goal, isAtLeast = false } of bars) {
    const isMet = (bar: number): boolean => (isAtLeast ? value >= bar : value <= bar);
    if (isMet(must)) met += 1;
    const verdict = isMet(goal) ? 'goal met' : isMet(must) ? 'met' : '**missed**';
    const sign = isAtLeast ? '≥' : '≤';
    console.log(`| ${name} | ${value.toFixed(3)} | ${sign} ${must} | ${sign} ${goal} | ${verdict} |`);
  }
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(
    `\n${met} of ${bars.length} musts met; calibration loop ${median(calibrationMs).toFixed(0)} ms before, ` +
      `${calibrate().toFixed(0)} ms after; ${cpus()[0]?.model ?? ''}, Node ${process.version}, load average ${load.join(' ')}`,
  );
}

// --- The run ----------------------------------------------------------------------------------------------------------

console.log(
  `${sets.length} sets of ${options.data}, ${sum(sets.map(({ series }) => series.length))} series\n`,
);
const parts = new Set(options.only.split(','));
if (parts.has('point')) sets.forEach(pointTable);
if (parts.has('interval')) intervalTable();
if (parts.has('stock')) stockTable();
if (parts.has('season')) seasonTable();
if (parts.has('speed')) speedTable();
printBars();
