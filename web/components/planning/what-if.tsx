'use client';

import Link from 'next/link';

import type { PolicyWhatIf } from '#shared/contracts/api/models/planning.ts';
import { useI18n } from '#web/lib/i18n.tsx';

const rows = ['stockValueMinor', 'stockoutsPerYear', 'unitsShortPerYear', 'ordersPerYear'] as const;

/** Before and after a change that was not saved: stock value, risk, orders, and the products that change most. */
export function WhatIf({ result }: { readonly result: PolicyWhatIf }) {
  const { t, f } = useI18n();
  const words = t.planning.settings;
  const show = (name: (typeof rows)[number], value: number | null) => {
    if (value === null) return '–';
    return name === 'stockValueMinor' ? f.roundMoney(value, result.currency) : f.number(value);
  };
  const difference = (name: (typeof rows)[number]) => {
    const [before, after] = [result.before[name], result.after[name]];
    return before === null || after === null || before === 0 ? '–' : f.signedPercent(after / before - 1);
  };
  return (
    <section className="panel" aria-labelledby="what-if-title">
      <h2 id="what-if-title">{words.whatIf}</h2>
      <p role="status">
        {words.summary(f.number(result.items), f.number(result.changed), f.number(result.ordersChanged))}{' '}
        {result.withoutCost === 0 ? '' : words.withoutCost(f.number(result.withoutCost))}
      </p>
      <table className="table">
        <thead>
          <tr>
            <td />
            <th scope="col" className="num">
              {words.before}
            </th>
            <th scope="col" className="num">
              {words.after}
            </th>
            <th scope="col" className="num">
              {words.change}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((name) => (
            <tr key={name}>
              <th scope="row">{words.rows[name]}</th>
              <td className="num">{show(name, result.before[name])}</td>
              <td className="num">{show(name, result.after[name])}</td>
              <td className="num">{difference(name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.most.length === 0 ? null : <Most result={result} />}
    </section>
  );
}

function Most({ result }: { readonly result: PolicyWhatIf }) {
  const { t, f } = useI18n();
  const { mostColumns, most, fromTo } = t.planning.settings;
  return (
    <>
      <h3>{most}</h3>
      <div className="scroll" tabIndex={0} role="group" aria-label={most}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{mostColumns.product}</th>
              <th scope="col" className="num">
                {mostColumns.reorderPoint}
              </th>
              <th scope="col" className="num">
                {mostColumns.orderUpTo}
              </th>
              <th scope="col" className="num">
                {mostColumns.value}
              </th>
            </tr>
          </thead>
          <tbody>
            {result.most.map((row) => (
              <tr key={`${row.productId}/${row.locationId}`}>
                <th scope="row">
                  <Link href={`/products/${row.productId}`} prefetch={false}>
                    {row.productName}
                  </Link>{' '}
                  <span className="quiet small">
                    {row.sku} · {row.abcClass}
                    {row.xyzClass}
                  </span>
                </th>
                <td className="num">
                  {fromTo(f.number(row.reorderPointBefore), f.number(row.reorderPointAfter))}
                </td>
                <td className="num">
                  {fromTo(f.number(row.orderUpToLevelBefore), f.number(row.orderUpToLevelAfter))}
                </td>
                <td className="num">
                  {row.stockValueChangeMinor === null
                    ? '–'
                    : f.roundMoney(row.stockValueChangeMinor, result.currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
