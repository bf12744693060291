/** Promises of stock. */
import { newId } from '#functions/_kit/ids.ts';
import { reservationKey } from '#shared/domain/natural-keys.ts';
import { releaseReservation, reserveStock, shipReservation } from '#shared/domain/stock/reservations.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import { badField, localToday } from './input-checks.ts';
import type { Reader } from './reader.ts';
import { planNothing, planOf } from './simple.ts';
import { decideWithoutLapsed, inStockUnits, readClaimedStock, readStock, stockWrite } from './stock-place.ts';

/** Commands on reservations. */
export const reservationCommands: Readonly<Record<string, CommandRunner>> = {
  reserveStock: apiCommand('reserveStock', async (reader, input) => {
    const { reference, until } = input;
    const stock = await readStock(reader, input);
    const quantity = await inStockUnits(reader, stock.place.productId, input);
    if (until !== null) {
      const today = await localToday(reader);
      if (until < today) throw badField('until', `must not be before today (${today})`);
    }
    const reservationId = newId();
    const decision = await decideWithoutLapsed(reader, stock, (state) =>
      reserveStock(state, { reservationId, quantity, reference, until }, stock.place),
    );
    if (decision.kind === 'rejected') return decision;
    return planOf([stockWrite(stock.streamId, decision, undefined)], {
      outcome: 'added',
      claims: [{ key: reservationKey(reservationId), streamId: stock.streamId }],
    });
  }),

  releaseReservation: apiCommand('releaseReservation', async (reader) => {
    const reservationId = idOf(reader);
    const stock = await readReserved(reader, reservationId);
    if ('kind' in stock) return stock;
    const today = await localToday(reader);
    const decision = releaseReservation(stock.state, { reservationId, today }, stock.place);
    if (decision.events.length === 0) return planNothing(stock.streamId);
    return planOf([stockWrite(stock.streamId, decision, undefined)], { outcome: 'changed' });
  }),

  shipReservation: apiCommand('shipReservation', async (reader, { reason = null }) => {
    const reservationId = idOf(reader);
    const stock = await readReserved(reader, reservationId);
    if ('kind' in stock) return stock;
    const decision = shipReservation(stock.state, reservationId, stock.place);
    if (decision.kind === 'rejected') return decision;
    return planOf([{ ...stockWrite(stock.streamId, decision, undefined), reason }], { outcome: 'changed' });
  }),
};

function idOf(reader: Reader): string {
  return reader.request.parameters['reservationId'] ?? '';
}

async function readReserved(reader: Reader, reservationId: string) {
  return readClaimedStock(reader, reservationKey(reservationId), `reservation "${reservationId}"`);
}
