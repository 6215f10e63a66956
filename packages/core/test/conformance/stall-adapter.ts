import {
  type Attempt,
  defineAdapter,
  type Failure,
  invalidResponse,
  type Kit,
  type Schema,
} from '@patchbay/core';
import { fieldsOf, type Harness, type StartOptions } from '@patchbay/core/conformance';
import { virtualClock } from '@patchbay/testing';
import { type AnyStall, type StallCapabilities, type StallSubject, stall, type Thing } from './stall.ts';
import { StallServer } from './stall-server.ts';

/** What a stall can do; a vendor may honour keys or not, and may say so or lie. */
function capabilitiesOf(kind: 'native' | 'none') {
  return {
    provider: 'corner',
    operations: {
      get: 'native',
      list: 'native',
      sell: 'native',
      label: 'native',
      shout: 'native',
      swap: 'composed',
      quote: 'native',
    },
    traits: {},
    idempotency: { kind },
  } as const satisfies StallCapabilities;
}

interface Options {
  readonly credential: string;
}

const anyOptions: Schema<Options> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => ({ value: { credential: String(fieldsOf(value)['credential']) } }),
  },
};

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super('The stall said no.');
    this.status = status;
  }
}

const failures: Readonly<Record<number, Failure>> = {
  401: { code: 'provider_auth_failed' },
  403: { code: 'provider_permission_denied' },
  404: { code: 'not_found' },
  409: { code: 'conflict', reason: 'key_in_flight' },
  429: { code: 'rate_limited' },
  500: { code: 'provider_error' },
  503: { code: 'provider_unavailable' },
};

type Send = (method: string, path: string, attempt: Attempt) => Promise<Thing>;

function clientOf({ credential }: Options, { transport }: Kit): Send {
  return async (method, path, { signal, headers, idempotencyKey }) => {
    const key = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const init = { method, signal, headers: { ...headers, ...key, authorization: credential } };
    const response = await transport.fetch(`http://stall.test${path}`, init);
    const answer = fieldsOf(await parsed(response));
    if (answer['refused'] === true) throw new Refused(response.status);
    if (!response.ok || typeof answer['id'] !== 'string') throw invalidResponse('There is no id.');
    return { id: answer['id'] };
  };
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw invalidResponse('That is no JSON.');
  }
}

function adapterOf(kind: 'native' | 'none') {
  return defineAdapter({
    spec: 1,
    contract: stall,
    capabilities: capabilitiesOf(kind),
    options: anyOptions,
    client: async (options: Options, kit: Kit) => clientOf(options, kit),
    driver: (send) => ({
      get: ({ id }, call) => send('GET', `/things/${id}`, call),
      list: async (_input, call) => ({ items: [await send('GET', '/things', call)], next: 'more' }),
      sell: (_input, call) => send('POST', '/things', call),
      label: ({ id }, call) => send('PUT', `/things/${id}`, call),
      shout: (_input, call) => send('POST', '/things', call),
      swap: async ({ id }, call) => {
        const { id: there } = await call.step('look', 'safe', (attempt) =>
          send('GET', `/things/${id}`, attempt),
        );
        return call.step('swap', 'keyed', (attempt) => send('POST', `/things/${there}`, attempt));
      },
      quote: async () => ({ id: 'quote' }),
    }),
    toFailure: (thrown) => (thrown instanceof Refused ? failures[thrown.status] : undefined),
    check: (send, attempt) => send('GET', '/things', attempt),
  });
}

/** A harness over a stall whose vendor honours keys or not; `says`: what the adapter declares. */
export function harnessOf(
  kind: 'native' | 'none',
  says: 'native' | 'none' = kind,
): Harness<StallSubject, StallCapabilities> {
  const factory = adapterOf(says);
  return {
    provider: 'corner',
    capabilities: capabilitiesOf(says),
    async start({ credential = 'right', policy }: StartOptions<AnyStall> = {}): Promise<StallSubject> {
      const clock = virtualClock();
      const server = new StallServer(clock, kind === 'native');
      const transport = { fetch: server.fetch };
      const facade = factory({ credential }, { clock, transport, ...(policy !== undefined && { policy }) });
      return {
        facade,
        clock,
        server,
        settle: (promise) => clock.settle(promise),
        secrets: [],
        wire: server.wire,
        [Symbol.asyncDispose]: () => facade.close(),
      };
    },
  };
}
