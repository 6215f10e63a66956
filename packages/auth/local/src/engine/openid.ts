import type { inject as injectFunction } from 'light-my-request';
import type { Provider as OpenidProvider } from 'oidc-provider';
import { showMissing, showWithoutScripts } from '../pages/screens.ts';
import { signInPages } from '../pages/sign-in.ts';
import { keepAccessToken, readIssued } from './access-tokens.ts';
import { bridge } from './bridge.ts';
import { configurationOf, type ProviderParts } from './configuration.ts';
import type { Protocol } from './protocol.ts';

/** What is loaded when the first call comes. */
export interface LoadedTools {
  readonly Provider: typeof OpenidProvider;
  readonly inject: typeof injectFunction;
}

/** The protocol over one ledger: oidc-provider with our pages, without a socket. */
export function openProtocol({ Provider, inject }: LoadedTools, parts: ProviderParts): Protocol {
  const { issuer, store, directory, redirectUri, issued } = parts;
  const provider = new Provider(issuer, configurationOf(parts));
  provider.proxy = true; // the bridge says which protocol it is, and lets no other word through
  provider.use(showMissing);
  provider.use(signInPages(provider, { directory, redirectUri }));
  provider.use(showWithoutScripts);
  provider.on('grant.success', (context) => {
    const answer = readIssued(context);
    keepAccessToken(store.ledger, context, answer);
    issued.access += 1;
    if (answer.id_token !== undefined) issued.id += 1;
    if (answer.refresh_token !== undefined) issued.refresh += 1;
  });
  const listener = provider.callback();
  return bridge(inject, issuer, (request, response) => void listener(request, response));
}
