'use client';

import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';

import type { StockReservation } from '#shared/contracts/api/models/stock.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/use-me.tsx';

import { BarcodesDialog } from './barcodes-dialog.tsx';
import { CountDialog } from './count-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { QuarantineDialog } from './quarantine-dialog.tsx';
import { ReleaseDialog } from './release-dialog.tsx';
import { Reservations } from './reservations.tsx';
import { ReserveDialog } from './reserve-dialog.tsx';
import type { StockItem, StockPlace } from './stock-item.ts';
import { UnitsDialog } from './units-dialog.tsx';

type Action = 'count' | 'reserve' | 'quarantine' | 'release' | 'move';
type Props = {
  readonly item: StockItem;
  readonly places: readonly StockPlace[];
  readonly reservations: readonly StockReservation[];
};

/** A product at its locations, and what can be done with its stock. */
export function ProductStock({ item, places, reservations }: Props) {
  const { t } = useI18n();
  const { may } = useMe();
  const words = t.stock;
  const [open, setOpen] = useState<{ readonly action: Action; readonly place: StockPlace } | null>(null);
  const [codes, setCodes] = useState<'units' | 'barcodes' | null>(null);
  const { barcodes, unit } = item.codes;
  return (
    <div className="panel">
      <div className="head">
        <div>
          <h2>
            <Link href={`/products/${item.productId}`} prefetch={false}>
              {item.name}
            </Link>
          </h2>
          <p className="quiet small">{[item.sku, unit, ...barcodes].join(' · ')}</p>
        </div>
        {may('operator') ? (
          <Group gap={4}>
            {(['units', 'barcodes'] as const).map((kind) => (
              <Button key={kind} variant="default" size="compact-sm" onClick={() => setCodes(kind)}>
                {words[kind]}
              </Button>
            ))}
          </Group>
        ) : null}
      </div>
      <PlacesTable item={item} places={places} onAction={(action, place) => setOpen({ action, place })} />
      <Reservations reservations={reservations} />
      {open === null ? null : (
        <OpenDialog {...open} item={item} places={places} onClose={() => setOpen(null)} />
      )}
      {codes === 'units' ? <UnitsDialog item={item} onClose={() => setCodes(null)} /> : null}
      {codes === 'barcodes' ? <BarcodesDialog item={item} onClose={() => setCodes(null)} /> : null}
    </div>
  );
}

type OpenProps = Pick<Props, 'item' | 'places'> & {
  readonly action: Action;
  readonly place: StockPlace;
  readonly onClose: () => void;
};

function OpenDialog({ action, places, ...dialog }: OpenProps) {
  switch (action) {
    case 'count':
      return <CountDialog {...dialog} />;
    case 'reserve':
      return <ReserveDialog {...dialog} />;
    case 'quarantine':
      return <QuarantineDialog {...dialog} />;
    case 'release':
      return <ReleaseDialog {...dialog} />;
    case 'move': {
      const others = places.filter(({ locationId }) => locationId !== dialog.place.locationId);
      return <MoveDialog {...dialog} others={others} />;
    }
  }
}

type TableProps = Pick<Props, 'item' | 'places'> & {
  readonly onAction: (action: Action, place: StockPlace) => void;
};

function PlacesTable({ item, places, onAction }: TableProps) {
  const { t, f } = useI18n();
  const { may } = useMe();
  const { columns } = t.stock;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={item.name}>
      <table className="table">
        <caption className="hidden">{item.name}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.location}</th>
            <th scope="col" className="num">
              {columns.onHand}
            </th>
            <th scope="col" className="num">
              {columns.allocated}
            </th>
            <th scope="col" className="num">
              {columns.quarantined}
            </th>
            <th scope="col" className="num">
              {columns.available}
            </th>
            {may('operator') ? <th scope="col">{columns.actions}</th> : null}
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place.locationId}>
              <th scope="row">{place.locationName}</th>
              <td className="num">{f.quantity(place.onHand)}</td>
              <td className="num">{f.quantity(place.allocated)}</td>
              <td className="num">{f.quantity(place.quarantined)}</td>
              <td className="num">
                <strong>{f.quantity(place.available)}</strong>
              </td>
              {may('operator') ? (
                <td>
                  <Actions place={place} isOnly={places.length === 1} onAction={onAction} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ActionsProps = Pick<TableProps, 'onAction'> & {
  readonly place: StockPlace;
  readonly isOnly: boolean;
};

/** What makes sense with the stock as it is. */
function Actions({ place, isOnly, onAction }: ActionsProps) {
  const { t } = useI18n();
  const isAvailable = place.available > 0;
  const actions = [
    { action: 'count', isShown: true },
    { action: 'reserve', isShown: isAvailable },
    { action: 'quarantine', isShown: isAvailable },
    { action: 'release', isShown: place.quarantined > 0 },
    { action: 'move', isShown: isAvailable && !isOnly },
  ] as const;
  return (
    <Group gap={4}>
      {actions.map(({ action, isShown }) =>
        isShown ? (
          <Button key={action} size="compact-xs" variant="default" onClick={() => onAction(action, place)}>
            {t.stock[action]}
            <span className="hidden"> {place.locationName}</span>
          </Button>
        ) : null,
      )}
    </Group>
  );
}
