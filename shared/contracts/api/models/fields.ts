/** Plain members of read models: what comes out was checked when it went in. */
import * as v from 'valibot';

/** An id. */
export const id = v.string();
/** Words. */
export const text = v.string();
/** An instant in UTC, ISO 8601. */
export const instant = v.string();
/** A day of the tenant's calendar. */
export const day = v.string();
/** A number; its name says the unit. */
export const number = v.number();
