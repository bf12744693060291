import * as v from 'valibot';

import { CommandFailed, WrongUse } from './failures.ts';

/** A token of the local identity. */
export type AccessToken = {
  readonly accessToken: string;
  /** Milliseconds since 1970. */ readonly expiresAt: number;
};

/** The users of the local identity; each password is the name. */
export const demoUserNames = ['viewer', 'operator', 'approver', 'admin'];

const TokenAnswer = v.object({ access_token: v.string(), expires_in: v.number() });

/** Gets an access token of a demo user from the local identity. */
export async function requestToken(issuer: string, user: string): Promise<AccessToken> {
  if (!demoUserNames.includes(user)) {
    throw new WrongUse(`found the user "${user}", expected one of ${demoUserNames.join(', ')}`);
  }
  const form = {
    grant_type: 'urn:stock-mate:grant-type:demo-user',
    client_id: 'stock-mate-cli',
    username: user,
    password: user,
  };
  const response = await fetch(`${issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  }).catch((cause: unknown) => {
    throw new CommandFailed(`the identity at ${issuer} does not answer: is "npm start" running?`, { cause });
  });
  // An answer that is no JSON is told below like any other that holds no token.
  const answer = v.safeParse(TokenAnswer, await response.json().catch(() => undefined));
  if (!response.ok || !answer.success) {
    throw new CommandFailed(
      `${issuer} gave no token for ${user} (status ${response.status}): is it the local identity?`,
    );
  }
  return { accessToken: answer.output.access_token, expiresAt: Date.now() + answer.output.expires_in * 1000 };
}
