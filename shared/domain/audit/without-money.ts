/** What people without the right to see costs read of events and facts. */

/** Names of members that hold money, or text that money is written in. */
const moneyMember = /minor$|minorBy|price|cost|margin|amount|^value$/i;
/** Words of the advice and the sheet behind it cite prices as text. */
const wordsWithMoney = new Set(['advice', 'factSheet']);

/** The same value with every amount of money set to null, at any depth. */
export function withoutMoney<T>(value: T): T {
  // The shape stays; only members that hold money become null, as the read models of viewers allow.
  return hideMoney(value) as T;
}

/** The event as viewers see it: quantities and names, but no money and no text that cites it. */
export function eventForViewers<T extends { readonly payload: unknown }>(event: T): T {
  return { ...event, payload: withoutMoney(event.payload) };
}

function hideMoney(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideMoney);
  if (typeof value !== 'object' || value === null) return value;
  const isAboutMoney = 'fact' in value && typeof value.fact === 'string' && moneyMember.test(value.fact);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isHidden = moneyMember.test(name) || wordsWithMoney.has(name);
      const isHiddenChange = isAboutMoney && (name === 'before' || name === 'after');
      return [name, isHidden || isHiddenChange ? null : hideMoney(member)];
    }),
  );
}
