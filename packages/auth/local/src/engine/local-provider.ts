import type { Clock } from '@patchbay/core';
import type { LocalDirectory } from './directory.ts';
import { readIncoming } from './incoming.ts';
import { clientId, type IssuedTokens, type Protocol } from './protocol.ts';
import type { Store } from './store.ts';

/** What one embedded provider is made of. */
export interface ProviderMakings {
  readonly issuer: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly directory: LocalDirectory;
  readonly issued: IssuedTokens;
  /** Opens the protocol with the keys that the store has by now. */
  readonly open: () => Protocol;
}

/** What the application sends by itself, without a browser. */
export interface OwnRequest {
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly bearer?: string;
}

/** The provider itself, which `auth.native()` hands out: its pages, its people, and what it has issued. */
export class LocalProvider {
  readonly issuer: string;
  /** The people who can sign in. */
  readonly directory: LocalDirectory;
  readonly #makings: ProviderMakings;
  #protocol: Protocol;

  /** @internal */
  constructor(makings: ProviderMakings) {
    this.issuer = makings.issuer;
    this.directory = makings.directory;
    this.#makings = makings;
    this.#protocol = makings.open();
  }

  /** Serves the pages and endpoints: a request whose path is not below `publicUrl` gets a 404. */
  async handle(request: Request): Promise<Response> {
    return (await this.respond(request)) ?? new Response('Not found\n', { status: 404 });
  }

  /** Serves the pages and endpoints; `undefined` for a request that is not for them. The host is not looked at. */
  async respond(request: Request): Promise<Response | undefined> {
    const { store, clock } = this.#makings;
    const incoming = await readIncoming(request, this.issuer);
    if (incoming === undefined || incoming instanceof Response) return incoming;
    const response = await this.#protocol(incoming);
    store.ledger.tidy(clock.now());
    await store.save();
    return response;
  }

  /** What the application asks for without a browser. @internal */
  async ask(path: string, { form, bearer }: OwnRequest = {}): Promise<Response> {
    const url = `${this.issuer}${path}`;
    const headers = new Headers(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` });
    if (form === undefined) return this.handle(new Request(url, { headers }));
    const body = new URLSearchParams({ client_id: clientId, client_secret: this.#makings.clientSecret });
    for (const [name, value] of Object.entries(form)) if (value !== undefined) body.set(name, value);
    return this.handle(new Request(url, { method: 'POST', headers, body }));
  }

  /** How many tokens of each kind were handed out since the start. */
  async issued(): Promise<IssuedTokens> {
    return { ...this.#makings.issued };
  }

  /** Signs with a new key from now on. The ones before stay published: what they signed is still right. */
  async rotateKeys(): Promise<void> {
    await this.#makings.store.transact((ledger) => ledger.addSigningKey());
    this.#protocol = this.#makings.open();
  }

  /** Waits until everything is saved. */
  async close(): Promise<void> {
    await this.#makings.store.idle();
  }
}
