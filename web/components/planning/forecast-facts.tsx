import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import type { Formats } from '#web/lib/formats.ts';
import { methodName } from '#web/lib/method-name.ts';
import type { Messages } from '#web/messages/en.ts';

import { Sparkline } from './sparkline.tsx';

type Words = { readonly t: Messages; readonly f: Formats };
type Forecast = NonNullable<ItemForecast['forecast']>;

/** What was forecast, by what, and how right it was; the formula stands with each measure. */
export function ForecastFacts({
  forecast,
  unit,
  t,
  f,
}: Words & { readonly forecast: Forecast; readonly unit: string }) {
  const words = t.planning.forecast;
  const { accuracy, seasonality } = forecast;
  const classes = `${forecast.abcClass ?? '–'} ${forecast.xyzClass ?? '–'}`;
  const facts: readonly Fact[] = [
    [words.facts.perDay, `${f.number(forecast.meanPerDay)} ${unit}`],
    [words.facts.baseline, `${f.number(forecast.baselinePerDay)} ${unit}`],
    [words.facts.pattern, words.patterns[forecast.demandPattern] ?? forecast.demandPattern],
    [words.facts.classes, classes],
    [words.facts.method, methodName(forecast.method)],
    [words.facts.season, `${f.percent(seasonality.week)}, ${f.percent(seasonality.year)}`],
    ...(accuracy === null ? [] : accuracyFacts(accuracy, { t, f })),
  ];
  return (
    <>
      <dl className="facts">
        {facts.map(([name, value, formula]) => (
          <div key={name}>
            <dt>{formula === undefined ? name : <abbr title={formula}>{name}</abbr>}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {forecast.isBandUntrustworthy ? <p className="banner small">{words.untrustworthy}</p> : null}
      {accuracy === null ? <p className="quiet small">{words.noAccuracy}</p> : null}
    </>
  );
}

type Fact = readonly [name: string, value: string, formula?: string];

function accuracyFacts(accuracy: NonNullable<Forecast['accuracy']>, { t, f }: Words): readonly Fact[] {
  const { facts, formulas } = t.planning.forecast;
  const { wape, bias, mase, coverage80 } = accuracy;
  const orDash = (value: number | null, write: (value: number) => string) =>
    value === null ? '–' : write(value);
  return [
    [facts.wape, orDash(wape, f.percent), formulas.wape],
    [facts.bias, orDash(bias, f.signedPercent), formulas.bias],
    [facts.mase, orDash(mase, f.decimal), formulas.mase],
    [facts.coverage, orDash(coverage80, f.percent), formulas.coverage],
  ];
}

/** The methods that were compared, and the error run by run. */
export function Contenders({ item, t, f }: Words & { readonly item: ItemForecast }) {
  const words = t.planning.forecast;
  const contenders = item.forecast?.contenders ?? [];
  return (
    <div>
      <h3>{words.contenders}</h3>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.contenderColumns.method}</th>
            <th scope="col" className="num">
              <abbr title={words.formulas.wape}>{words.contenderColumns.wape}</abbr>
            </th>
          </tr>
        </thead>
        <tbody>
          {contenders.map(({ method, wape }, at) => (
            <tr key={method}>
              <th scope="row">
                {methodName(method)} {at === 0 ? <span className="tag">{words.used}</span> : null}
              </th>
              <td className="num">{wape === null ? '–' : f.percent(wape)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {item.accuracyByRun.length < 2 ? null : (
        <p className="small">
          {words.accuracyByRun}{' '}
          <Sparkline values={item.accuracyByRun.map(({ wape }) => wape)} label={words.accuracyByRun} />
        </p>
      )}
      {item.earlier === null || item.earlier.wape === null ? null : (
        <p className="quiet small">
          {words.earlierText(
            f.fullDay(item.earlier.asOf),
            f.percent(item.earlier.wape),
            f.signedPercent(item.earlier.bias ?? 0),
          )}
        </p>
      )}
    </div>
  );
}
