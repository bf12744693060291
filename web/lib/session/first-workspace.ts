import * as v from 'valibot';

import { Me } from '#shared/contracts/api/models/people.ts';
import { ApiProblem } from '#web/lib/api-problem.ts';
import { askBackend } from '#web/lib/backend.ts';

/** The first workspace that the holder of the token belongs to; null when there is none or the API does not say. */
export async function firstWorkspace(accessToken: string): Promise<string | null> {
  try {
    const { answer } = await askBackend({
      method: 'GET',
      path: '/me',
      session: { accessToken, tenantId: null },
    });
    if (!answer.ok) return null;
    const me = v.safeParse(Me, await answer.json());
    return me.success ? (me.output.memberships[0]?.tenantId ?? null) : null;
  } catch (error) {
    // Signing in must not fail because the API is away: without a workspace the API takes the only one.
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}
