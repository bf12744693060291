/** What may be wrong with `name@domain`, in the order and in the words in which SES finds it. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/^[^@]*$|^@|@$/, "Missing final '@domain'"],
  [/^[^@]*[\s\p{Cc}]/u, 'Local address contains control or whitespace'],
  [/@.*[\s\p{Cc}]/u, 'Domain contains control or whitespace'],
  [/@.*@|[<>,;]/, 'Illegal address'],
];

/** What SES finds wrong with an address, alone or as `Words <name@domain>`; nothing where it is well. */
export function addressFault(address: string): string | undefined {
  const bare = /^[^<>]*<([^<>]*)>$/.exec(address)?.[1] ?? address;
  const fault = faults.find(([pattern]) => pattern.test(bare))?.[1];
  return fault ?? (/\p{Cc}/u.test(address) ? 'Illegal address' : undefined);
}
