'use client';

import { createContext, use } from 'react';

import { hasRole, type Role } from '#shared/contracts/roles.ts';

import type { Membership } from './membership.ts';

/** The signed-in person in the workspace they work in, and the others they could choose. */
export type SignedIn = { readonly membership: Membership; readonly memberships: readonly Membership[] };

const Context = createContext<SignedIn | null>(null);

/** Tells the components below it who is signed in. */
export const MeProvider = Context.Provider;

/** Who is signed in. */
export function useMe(): SignedIn & { readonly may: (role: Role) => boolean } {
  const value = use(Context);
  if (value === null)
    throw new Error('found no MeProvider above this component; render it on a signed-in page');
  return { ...value, may: (role) => hasRole(value.membership.role, role) };
}
