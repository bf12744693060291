'use client';

import { Button, Group } from '@mantine/core';

import type { StockReservation } from '#shared/contracts/api/models/stock.ts';
import { WriteNote } from '#web/components/parts/write-note.tsx';
import { useSaved } from '#web/components/planning/use-saved.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';
import { useWrite } from '#web/lib/use-write.ts';

/** What of a product is promised, to be shipped or released. */
export function Reservations({ reservations }: { readonly reservations: readonly StockReservation[] }) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const words = t.stock;
  const release = useWrite('DELETE /stock-reservations/{reservationId}', useSaved(words.released));
  const ship = useWrite('POST /stock-reservations/{reservationId}/shipment', useSaved(words.shipped));
  const columns = words.reservationColumns;
  return (
    <div>
      <h3>{words.reservations}</h3>
      {reservations.length === 0 ? <p className="quiet small">{words.noReservations}</p> : null}
      <WriteNote state={release.state} />
      <WriteNote state={ship.state} />
      {reservations.length === 0 ? null : (
        <div className="scroll" tabIndex={0} role="region" aria-label={words.reservations}>
          <table className="table">
            <caption className="hidden">{words.reservations}</caption>
            <thead>
              <tr>
                <th scope="col">{columns.reference}</th>
                <th scope="col">{columns.location}</th>
                <th scope="col" className="num">
                  {columns.quantity}
                </th>
                <th scope="col">{columns.until}</th>
                <th scope="col" className="wide">
                  {columns.by}
                </th>
                {may('operator') ? <th scope="col">{words.columns.actions}</th> : null}
              </tr>
            </thead>
            <tbody>
              {reservations.map(({ reservationId, ...reservation }) => (
                <tr key={reservationId}>
                  <th scope="row">{reservation.reference}</th>
                  <td>{reservation.locationName}</td>
                  <td className="num">{f.quantity(reservation.quantity)}</td>
                  <td>{reservation.until === null ? '–' : f.fullDay(reservation.until)}</td>
                  <td className="wide">{reservation.reservedBy.id}</td>
                  {may('operator') ? (
                    <td>
                      <Group gap={4}>
                        <Button
                          size="compact-xs"
                          onClick={() => void ship.send({ params: { reservationId }, body: {} })}
                        >
                          {words.ship}
                          <span className="hidden"> {reservation.reference}</span>
                        </Button>
                        <Button
                          size="compact-xs"
                          variant="default"
                          onClick={() => void release.send({ params: { reservationId } })}
                        >
                          {words.free}
                          <span className="hidden"> {reservation.reference}</span>
                        </Button>
                      </Group>
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
