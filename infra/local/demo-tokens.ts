/** Tokens live ten minutes; a new one is fetched well before. */
const renewAfterMs = 5 * 60_000;

/** Gives access tokens of a demo user of the local identity, fetching a new one when the last grows old. */
export function demoTokens(issuer: string, user: string): () => Promise<string> {
  let token: Promise<string> | undefined;
  let fetchedAt = 0;
  return async () => {
    if (token === undefined || performance.now() - fetchedAt > renewAfterMs) {
      fetchedAt = performance.now();
      token = fetchToken(issuer, user);
      // A failure is the caller's, and not remembered.
      token.catch(() => (token = undefined));
    }
    return await token;
  };
}

async function fetchToken(issuer: string, user: string): Promise<string> {
  const response = await fetch(`${issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:stock-mate:grant-type:demo-user',
      client_id: 'stock-mate-cli',
      username: user,
      password: user,
    }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'access_token' in answer)
    return String(answer.access_token);
  throw new Error(
    `the identity gave no token for ${user} (status ${response.status}): ${JSON.stringify(answer)}`,
  );
}
