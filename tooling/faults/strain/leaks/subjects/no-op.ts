import { type CallOptions, type Contract, defineAdapter, type Schema } from '@patchbay/core';
import type { LeakSubject } from './subject.ts';

interface NoOpApi {
  run(input?: object, options?: CallOptions): Promise<string>;
}

const contract: Contract<NoOpApi> = {
  category: 'strain',
  operations: { run: { repeat: 'safe', summary: 'Does nothing' } },
  methods: () => ({}),
};

const noOptions: Schema<object> = {
  '~standard': { version: 1, vendor: 'strain', validate: () => ({ value: {} }) },
};

/** What one call of a driver does. */
type Work = (attempt: { readonly signal: AbortSignal; readonly headers: object }) => Promise<string>;

/** Asks for all that an attempt makes only where it is asked for, and does nothing with it. */
const nothing: Work = async ({ signal, headers }) => (signal.aborted ? 'aborted' : typeof headers);

/** A subject whose driver does this with each attempt, and knows the caller's signal as a driver should not. */
export const driverSubject = (title: string, work: (callers: AbortSignal) => Work): LeakSubject => ({
  title,
  async open(signal) {
    const integration = defineAdapter({
      spec: 1,
      contract,
      capabilities: {
        provider: 'none',
        operations: { run: 'native' },
        traits: {},
        idempotency: { kind: 'native' },
      },
      options: noOptions,
      client: async () => work(signal),
      driver: (run) => ({ run: (_input, call) => run(call) }),
      toFailure: () => undefined,
      check: (run, attempt) => run(attempt),
    })({});
    return { call: (options) => integration.run({}, options), close: () => integration.close() };
  },
});

export const subject = driverSubject('a driver that does nothing', () => nothing);
