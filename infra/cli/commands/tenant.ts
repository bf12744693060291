import * as v from 'valibot';

import type { Command } from '#infra/cli/command.ts';
import { readEndpoints } from '#infra/cli/endpoints.ts';
import { WrongUse } from '#infra/cli/failures.ts';
import { demoUserNames } from '#infra/cli/identity.ts';
import { isCurrency } from '#shared/domain/imports/decimals.ts';
import { Role } from '#shared/contracts/roles.ts';
import { Line } from '#shared/contracts/text.ts';

type Member = { readonly sub: string; readonly role: Role };

/** `tenant add`: another tenant in this installation. */
export const addTenantCommand: Command = {
  words: ['tenant', 'add'],
  synopsis: '<name>',
  summary: 'add a tenant and print its id',
  details: `Without --member the four demo users become its members, each with the role of its name. Who belongs to several
tenants names one with each request: the header Stock-Mate-Tenant of the API, or --tenant here.`,
  options: {
    'time-zone': { type: 'string', value: 'zone', summary: 'IANA name (default: Europe/Berlin)' },
    currency: { type: 'string', value: 'code', summary: 'ISO 4217 code (default: EUR)' },
    member: {
      type: 'string',
      multiple: true,
      value: 'sub=role',
      summary: 'a member, by the subject of its tokens',
    },
  },
  positionals: { least: 1, most: 1 },
  run: async (input) => {
    const name = v.safeParse(Line, input.positionals[0]);
    if (!name.success) throw new WrongUse(`the name ${name.issues[0].message}`);
    const timeZone = checkTimeZone(input.text('time-zone'));
    const currency = checkCurrency(input.text('currency'));
    const given = input.texts('member').map(parseMember);
    const members = given.length > 0 ? given : demoMembers();
    const { database } = await readEndpoints();
    // Loaded here, so that no other command waits for the database client.
    const { addTenant } = await import('#infra/database/tenants.ts');
    const { tenantId } = await addTenant(database, {
      name: name.output,
      members,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(currency === undefined ? {} : { currency }),
    });
    return { text: tenantId, json: { tenantId, name: name.output, members } };
  },
};

function demoMembers(): Member[] {
  return demoUserNames.map((sub) => ({ sub, role: v.parse(Role, sub) }));
}

function parseMember(text: string): Member {
  const at = text.lastIndexOf('=');
  const role = v.safeParse(Role, text.slice(at + 1));
  if (at < 1 || !role.success) {
    throw new WrongUse(`found --member ${text}, expected sub=role with one of ${Role.options.join(', ')}`);
  }
  return { sub: text.slice(0, at), role: role.output };
}

function checkTimeZone(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new WrongUse(`found --time-zone ${zone}, expected a name such as Europe/Berlin`, { cause });
  }
}

function checkCurrency(code: string | undefined): string | undefined {
  if (code !== undefined && !isCurrency(code)) {
    throw new WrongUse(`found --currency ${code}, expected a code such as EUR`);
  }
  return code;
}
