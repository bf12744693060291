import type { ProductDetail } from '#shared/contracts/api/models/catalogue.ts';
import { MinorMoney } from '#web/components/parts/money.tsx';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

type Props = { readonly terms: ProductDetail['terms']; readonly t: Messages; readonly f: Formats };

/** Who delivers the product, at what terms; first choice first. */
export function TermsTable({ terms, t, f }: Props) {
  const { termColumns } = t.products;
  if (terms.length === 0) return <p className="quiet small">{t.products.noTerms}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t.products.terms}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{termColumns.supplier}</th>
            <th scope="col" className="num">
              {termColumns.price}
            </th>
            <th scope="col" className="num">
              {termColumns.leadTime}
            </th>
            <th scope="col" className="num">
              {termColumns.minimum}
            </th>
            <th scope="col" className="num">
              {termColumns.multiple}
            </th>
          </tr>
        </thead>
        <tbody>
          {terms.map((term) => (
            <tr key={term.supplierId}>
              <th scope="row">{term.supplierName}</th>
              <td className="num">
                <MinorMoney minor={term.unitPriceMinor} currency={term.currency} />
              </td>
              <td className="num">{t.products.days(f.number(term.leadTimeDays))}</td>
              <td className="num">{f.number(term.minimumOrderQuantity)}</td>
              <td className="num">{f.number(term.orderMultiple)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
