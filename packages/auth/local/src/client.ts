import { randomBytes } from 'node:crypto';
import type { Kit } from '@patchbay/core';
import { LocalDirectory } from './engine/directory.ts';
import { LocalProvider } from './engine/local-provider.ts';
import { openProtocol } from './engine/openid.ts';
import { toRecord } from './engine/people.ts';
import { Store } from './engine/store.ts';
import { type LocalAuthOptions, settingsOf } from './options.ts';

/** Opens the provider of these options, and loads what it is built on. */
export async function loadClient(options: LocalAuthOptions, { clock }: Kit): Promise<LocalProvider> {
  const { issuer, redirectUri, signedOutUri, file, people } = settingsOf(options);
  const [{ Provider }, { inject }] = await Promise.all([
    import('oidc-provider/lib/provider.js'),
    import('light-my-request'),
  ]);
  const store = await Store.open(file, (ledger) => {
    for (const person of people) {
      const record = toRecord(person, ledger.nextSequence(), clock.now());
      ledger.users.set(record.id, record);
    }
  });
  const directory = new LocalDirectory(store, clock);
  // The application and its provider start together: nobody else has to know the secret.
  const clientSecret = randomBytes(32).toString('hex');
  const issued = { access: 0, id: 0, refresh: 0 };
  const parts = { issuer, redirectUri, signedOutUri, clientSecret, store, directory, issued };
  return new LocalProvider({ ...parts, clock, open: () => openProtocol({ Provider, inject }, parts) });
}
