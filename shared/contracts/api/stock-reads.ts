/** Reads of stock: levels, reservations, counts, units and barcodes. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';

import { pageOf, pageQuery } from './common.ts';
import * as stock from './models/stock.ts';
import type { Route } from './route.ts';

const ofItem = { productId: v.optional(Uuid), locationId: v.optional(Uuid) };

/** Reads of stock. */
export const stockReads = [
  {
    operation: 'listStock',
    method: 'GET',
    path: '/stock',
    summary: 'Stock by product and location',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, ...ofItem }),
    response: pageOf(stock.StockRow),
  },
  {
    operation: 'listStockReservations',
    method: 'GET',
    path: '/stock-reservations',
    summary: 'Reservations of stock, newest first',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, ...ofItem, status: v.optional(stock.ReservationStatus) }),
    response: pageOf(stock.StockReservation),
  },
  {
    operation: 'listStockCounts',
    method: 'GET',
    path: '/stock-counts',
    summary: 'Counts of stock, newest first',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, ...ofItem, status: v.optional(stock.CountStatus) }),
    response: pageOf(stock.StockCount),
  },
  {
    operation: 'getProductUnits',
    method: 'GET',
    path: '/products/{productId}/units',
    summary: 'Units and barcodes of a product',
    role: 'viewer',
    response: stock.ProductCodes,
  },
] as const satisfies readonly Route[];
