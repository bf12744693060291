import type { ProductDetail } from '#shared/contracts/api/models/catalogue.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

type Props = { readonly movements: ProductDetail['movements']; readonly t: Messages; readonly f: Formats };

/** The latest movements of stock, newest first. */
export function MovementsTable({ movements, t, f }: Props) {
  const { movementColumns, movementKinds } = t.products;
  if (movements.length === 0) return <p className="quiet small">{t.products.noMovements}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t.products.movements}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{movementColumns.when}</th>
            <th scope="col">{movementColumns.kind}</th>
            <th scope="col">{movementColumns.location}</th>
            <th scope="col" className="num">
              {movementColumns.quantity}
            </th>
            <th scope="col" className="num">
              {movementColumns.before}
            </th>
            <th scope="col" className="num">
              {movementColumns.after}
            </th>
          </tr>
        </thead>
        <tbody>
          {movements.map((movement) => (
            <tr key={movement.movementId}>
              <td>
                <time dateTime={movement.occurredAt}>{f.dateTime(movement.occurredAt)}</time>
              </td>
              <td>
                {movementKinds[movement.kind] ?? movement.kind}
                {movement.reason === null ? '' : ` (${t.reasons[movement.reason.code]})`}
              </td>
              <td>{movement.locationName}</td>
              <td className="num">{f.signed(movement.quantity)}</td>
              <td className="num">{f.number(movement.onHandBefore)}</td>
              <td className="num">{f.number(movement.onHandAfter)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
