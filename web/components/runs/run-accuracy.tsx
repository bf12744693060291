'use client';

import type { ForecastRun, ForecastRunDetail } from '#shared/contracts/api/models/planning.ts';
import { Sparkline } from '#web/components/planning/sparkline.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { methodName } from '#web/lib/method-name.ts';

/** How right forecasts were in a run, by class of value. */
export function RunAccuracy({ run }: { readonly run: ForecastRunDetail }) {
  const { t, f } = useI18n();
  const words = t.planning.runs;
  const { formulas } = t.planning.forecast;
  const share = (value: number | null) => (value === null ? '–' : f.percent(value));
  return (
    <section className="panel" aria-labelledby="accuracy-title">
      <h2 id="accuracy-title">{words.accuracy}</h2>
      <p className="quiet small">{run.accuracy.length === 0 ? words.noAccuracy : words.accuracyHint}</p>
      {run.accuracy.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.accuracyColumns.abcClass}</th>
              <th scope="col" className="num">
                {words.accuracyColumns.items}
              </th>
              <th scope="col" className="num">
                <abbr title={formulas.wape}>{words.accuracyColumns.wape}</abbr>
              </th>
              <th scope="col" className="num">
                <abbr title={formulas.bias}>{words.accuracyColumns.bias}</abbr>
              </th>
              <th scope="col" className="num">
                <abbr title={formulas.mase}>{words.accuracyColumns.mase}</abbr>
              </th>
              <th scope="col" className="num">
                <abbr title={formulas.coverage}>{words.accuracyColumns.coverage}</abbr>
              </th>
            </tr>
          </thead>
          <tbody>
            {run.accuracy.map((row) => (
              <tr key={row.abcClass}>
                <th scope="row">{row.abcClass}</th>
                <td className="num">{f.number(row.items)}</td>
                <td className="num">{share(row.wape)}</td>
                <td className="num">{row.bias === null ? '–' : f.signedPercent(row.bias)}</td>
                <td className="num">{row.mase === null ? '–' : f.decimal(row.mase)}</td>
                <td className="num">{share(row.coverage80)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {run.methods.length === 0 ? null : (
        <p className="small">
          {words.methods}:{' '}
          {run.methods.map((row) => `${methodName(row.method)} ${f.number(row.items)}`).join(' · ')}
        </p>
      )}
    </section>
  );
}

/** The error of the last runs as a line for each class, oldest first. */
export function AccuracyOverTime({ runs }: { readonly runs: readonly ForecastRun[] }) {
  const { t, f } = useI18n();
  const sealed = runs.filter(({ accuracy }) => accuracy.length > 0).toReversed();
  if (sealed.length < 2) return null;
  const classes = (['A', 'B', 'C'] as const).map((abcClass) => ({
    abcClass,
    wapes: sealed.map(({ accuracy }) => accuracy.find((row) => row.abcClass === abcClass)?.wape ?? null),
  }));
  return (
    <section className="panel" aria-labelledby="over-time-title">
      <h2 id="over-time-title">{t.planning.runs.overTime}</h2>
      <div className="facts">
        {classes.map(({ abcClass, wapes }) => {
          const last = wapes.at(-1) ?? null;
          const label = `${abcClass}: ${last === null ? '–' : f.percent(last)}`;
          return (
            <div key={abcClass}>
              <span className="small">{label}</span>
              <Sparkline values={wapes} label={label} />
            </div>
          );
        })}
      </div>
    </section>
  );
}
