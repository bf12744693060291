import type { Command } from '#infra/cli/command.ts';
import { readEndpoints } from '#infra/cli/endpoints.ts';
import { WrongUse } from '#infra/cli/failures.ts';
import { demoUserNames, requestToken } from '#infra/cli/identity.ts';

/** `token`: an access token for scripts. */
export const token: Command = {
  words: ['token'],
  synopsis: '--user <name>',
  summary: 'print an access token of a demo user, for scripts',
  details: `Users: ${demoUserNames.join(', ')}. The token is for the API of this machine and lasts ten minutes:
  curl -H "Authorization: Bearer $(npx stock-mate token --user approver)" http://127.0.0.1:3001/products`,
  options: { user: { type: 'string', value: 'name', summary: 'the user to be' } },
  positionals: { least: 0, most: 0 },
  run: async (input) => {
    const user = input.text('user');
    if (user === undefined)
      throw new WrongUse(`found no --user, expected one of ${demoUserNames.join(', ')}`);
    const { issuer } = await readEndpoints();
    const { accessToken, expiresAt } = await requestToken(issuer, user);
    return { text: accessToken, json: { user, accessToken, expiresAt: new Date(expiresAt).toISOString() } };
  },
};
