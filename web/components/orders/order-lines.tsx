'use client';

import Link from 'next/link';

import type { PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { MinorMoney } from '#web/components/parts/money.tsx';
import { useI18n } from '#web/lib/i18n.tsx';

/** The lines of an order: what was ordered, what came in, what it costs. */
export function OrderLines({ order }: { readonly order: PurchaseOrderDetail }) {
  const { t, f, currency: home } = useI18n();
  const { lineColumns } = t.orders;
  const currency = order.value?.currency ?? home;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t.orders.lines}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{lineColumns.product}</th>
            <th scope="col" className="num">
              {lineColumns.quantity}
            </th>
            <th scope="col" className="num wide">
              {lineColumns.recommended}
            </th>
            <th scope="col" className="num">
              {lineColumns.received}
            </th>
            <th scope="col" className="num wide">
              {lineColumns.price}
            </th>
            <th scope="col" className="num">
              {lineColumns.value}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.lineNumber}>
              <th scope="row">
                <Link href={`/products/${line.productId}`} prefetch={false}>
                  {line.productName}
                </Link>{' '}
                <span className="quiet small">{line.sku}</span>
              </th>
              <td className="num">
                {f.number(line.quantity)} {line.unit}
              </td>
              <td className="num wide">{f.number(line.recommendedQuantity)}</td>
              <td className="num">{f.number(line.receivedQuantity)}</td>
              <td className="num wide">
                <MinorMoney minor={line.unitPriceMinor} currency={currency} />
              </td>
              <td className="num">
                <MinorMoney
                  minor={
                    line.unitPriceMinor === null ? null : Math.round(line.unitPriceMinor * line.quantity)
                  }
                  currency={currency}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
