import { type Integration, systemClock } from '@patchbay/core';
import type { MovableClock, SettledCall, StartOptions } from '@patchbay/core/conformance';
import type { AnyPayments, PaymentsHarness, PaymentsSubject } from '@patchbay/payments/conformance';
import { acmePayments, acmePaymentsCapabilities } from '../src/index.ts';
import { missing } from './support/missing.ts';

/** The server that the suite uses: start one of its own in `conformance.test.ts`, or say where one is. */
const server = 'acme://harness:password_of_the_harness@127.0.0.1:4711';

/** Acme behind the suite. `exempt` takes cases that cannot apply although the capabilities do not tell. */
export const harness: PaymentsHarness = {
  provider: 'acme',
  capabilities: acmePaymentsCapabilities,
  lacks: { wire: 'the server is a real one: tests of our own say what becomes of its faults' },
  start,
};

/** The machine's clock: to move it is to wait. */
const clock: MovableClock = {
  ...systemClock,
  advance: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};
// only: jobs

const keepDoneMs = 1500;
// all

async function start({ credential, policy, planted }: StartOptions<AnyPayments> = {}): Promise<PaymentsSubject> {
  const options = newOptions(credential);
  const setup = { ...(policy !== undefined && { policy }) };
  const facades: AnyPayments[] = [];
  const another = async (): Promise<AnyPayments> => {
    // The suite cannot know that a planted factory takes the adapter's own options, nor what the types hide of ours.
    const made: Integration = planted?.factory?.(options as never, setup) ?? acmePayments(options, setup);
    const facade = made as AnyPayments;
    facades.push(facade);
    return facade;
  };
  return {
    facade: await another(),
    clock,
    canAdvance: false,
    // only: jobs
    keepDoneMs,
    // all
    settle,
    secrets: [options.url, new URL(options.url).password],
    // only: state
    keys: missing('keys'),
    // only: jobs
    jobs: missing('jobs'),
    // all
    another,
    restart: missing('restart'),
    async [Symbol.asyncDispose]() {
      for (const facade of facades) await facade.close();
    },
  };
}

let subjects = 0;

/** Each subject has a prefix of its own on the server. */
function newOptions(credential: StartOptions['credential']) {
  const prefix = `subject-${(subjects += 1)}:`;
  const url = credential === 'wrong' ? server.replace(/:[^:@]+@/, ':another_password@') : server;
  // only: state
  return { url, prefix };
  // only: jobs
  return { url, prefix, keepDoneMs };
  // all
}

async function settle<T>(promise: Promise<T>): Promise<SettledCall<T>> {
  const from = clock.monotonic();
  const [settled] = await Promise.allSettled([promise]);
  return { ...settled, elapsedMs: clock.monotonic() - from };
}
