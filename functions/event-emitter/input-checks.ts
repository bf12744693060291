/** What commands check of their input beyond its shape. */
import { Refusal } from '#functions/_kit/refusal.ts';
import type { Rejection } from '#shared/domain/decider.ts';
import { localDayOf } from '#shared/domain/local-day.ts';

import type { Reader } from './reader.ts';
import { productReference, type Reference } from './references.ts';

/** The day it is at the tenant's. */
export async function localToday(reader: Reader): Promise<string> {
  const { timeZone } = await reader.tenant();
  return localDayOf(reader.request.now, timeZone);
}

/** A refusal of one field of the request. */
export function badField(path: string, message: string): Refusal {
  return new Refusal(400, undefined, { detail: `${path} ${message}`, errors: [{ path, message }] });
}

/** A rejection that is about one field of the request. */
export function atField(rejection: Rejection, path: string): Rejection {
  const message = rejection.detail ?? rejection.title;
  return { ...rejection, extra: { ...rejection.extra, errors: [{ path, message }] } };
}

/** A product that is named in one way only. */
export function onlyProduct(named: Parameters<typeof productReference>[0], path = ''): Reference {
  if (named.productId !== undefined && named.sku !== undefined)
    throw badField(`${path}sku`, 'must not stand beside productId: name the product in one way');
  return productReference(named, path);
}
