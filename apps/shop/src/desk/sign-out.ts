import { IntegrationError } from '@patchbay/core';
import type { Session } from '../account.ts';
import type { Desk } from './desk.ts';

/** Ends a session here, and returns where the provider ends its own; without one, the shop's first page. */
export async function signOut(
  { auth, store }: Desk,
  sessionId: string,
  { idToken }: Pick<Session, 'idToken'>,
): Promise<string> {
  store.sessions.end(sessionId);
  try {
    const start = await auth.signOut.begin(idToken === undefined ? {} : { idToken });
    return start.kind === 'redirect' ? start.url : '/';
  } catch (error) {
    // Signed out is signed out, whether or not the provider can be reached.
    if (IntegrationError.is(error)) return '/';
    throw error;
  }
}

/** Longer than any provider delivers the same word again. */
const rememberedMs = 24 * 3_600_000;

/**
 * Takes a provider's word that somebody's sessions are over.
 * @throws `IntegrationError` `webhook_rejected`
 */
export async function receiveSignOut({ auth, state, store }: Desk, request: Request): Promise<void> {
  const { tokenId, ...ended } = await auth.signOut.receive(request);
  const key = `sign-out:${tokenId}`;
  if ((await state.get(key)) !== undefined) return;
  store.sessions.endAll(ended);
  // Only now: where the shop ends before this, the provider tells it again, and it counts.
  await state.putIfAbsent({ key, value: 'done', ttlMs: rememberedMs });
}
