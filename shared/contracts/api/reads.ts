/** Every read of the API. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { StorableText } from '#shared/contracts/text.ts';

import { EventStatus, pageOf, pageQuery, Search } from './common.ts';
import * as catalogue from './models/catalogue.ts';
import * as people from './models/people.ts';
import { planningReads } from './planning-reads.ts';
import * as rows from './read-rows.ts';
import { workReads } from './reads-of-work.ts';
import type { Route } from './route.ts';
import { stockReads } from './stock-reads.ts';

const page = v.strictObject(pageQuery);

/** Every read of the API. */
export const readRoutes = [
  {
    operation: 'getHealth',
    method: 'GET',
    path: '/health',
    summary: 'Whether the parts answer',
    role: null,
    response: people.Health,
  },
  {
    operation: 'getOpenApi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This API as OpenAPI 3.1',
    role: null,
  },
  {
    operation: 'getMe',
    method: 'GET',
    path: '/me',
    summary: 'Who is asking, and where they belong',
    role: 'viewer',
    response: people.Me,
  },
  {
    operation: 'getEvent',
    method: 'GET',
    path: '/events/{eventId}',
    summary: 'An event; with `wait` (such as 2s, at most 20s) it waits until the tables show it',
    role: 'viewer',
    query: v.strictObject({
      wait: v.optional(v.pipe(v.string(), v.regex(/^\d{1,2}(\.\d)?s$/, 'must be such as 2s'))),
    }),
    response: EventStatus,
  },
  {
    operation: 'listProducts',
    method: 'GET',
    path: '/products',
    summary: 'Products',
    role: 'viewer',
    query: v.strictObject({
      ...pageQuery,
      search: v.optional(Search),
      sku: v.optional(StorableText),
      barcode: v.optional(StorableText),
      supplierId: v.optional(Uuid),
      issue: v.optional(v.picklist(['open'])),
    }),
    response: pageOf(catalogue.Product),
  },
  {
    operation: 'getProduct',
    method: 'GET',
    path: '/products/{productId}',
    summary: 'A product in full',
    role: 'viewer',
    response: catalogue.ProductDetail,
  },
  {
    operation: 'listSuppliers',
    method: 'GET',
    path: '/suppliers',
    summary: 'Suppliers',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, search: v.optional(Search) }),
    response: pageOf(catalogue.Supplier),
  },
  {
    operation: 'listSupplierTerms',
    method: 'GET',
    path: '/supplier-terms',
    summary: "Suppliers' terms",
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, supplierId: v.optional(Uuid), productId: v.optional(Uuid) }),
    response: pageOf(rows.TermsRow),
  },
  {
    operation: 'listLocations',
    method: 'GET',
    path: '/locations',
    summary: 'Locations',
    role: 'viewer',
    query: page,
    response: pageOf(rows.LocationRow),
  },
  ...stockReads,
  {
    operation: 'listStockMovements',
    method: 'GET',
    path: '/stock-movements',
    summary: 'Movements, newest first',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, productId: v.optional(Uuid) }),
    response: pageOf(catalogue.StockMovement),
  },
  {
    operation: 'listDemand',
    method: 'GET',
    path: '/demand',
    summary: 'Demand of a product by day',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, productId: Uuid }),
    response: pageOf(rows.DemandRow),
  },
  {
    operation: 'listIssues',
    method: 'GET',
    path: '/issues',
    summary: 'Issues, worst first',
    role: 'viewer',
    query: v.strictObject({
      ...pageQuery,
      status: v.optional(v.picklist(['open', 'resolved'])),
      productId: v.optional(Uuid),
    }),
    response: pageOf(catalogue.StockIssue),
  },
  ...planningReads,
  ...workReads,
] as const satisfies readonly Route[];

/** Name of a read. */
export type ReadOperation = (typeof readRoutes)[number]['operation'];
