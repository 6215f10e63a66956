import { assertEqual, assertError } from '@patchbay/core/conformance';
import type { AuthCapabilities } from '../../capabilities.ts';
import { cases } from '../define.ts';

const remote = { traits: ['sign_in'], wire: true } as const;
const down = { kind: 'vendor', error: 'unavailable' } as const;

/** The provider fails in the middle of a sign-in. */
export const signInFaultCases = cases('resilience', 'signIn.complete', {
  keys_before_the_code: {
    title: 'Where the keys cannot be read, the code, which has one try, is not sent.',
    needs: remote,
    start: { policy: { retry: false } },
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      const requests = scene.recordRequests();
      scene.wire.fault(down, { reads: true });
      const error = await scene.failure(scene.auth.signIn.complete({ request }));
      assertError(error, {
        code: 'provider_unavailable',
        reason: 'keys_unavailable',
        outcome: 'not_applied',
      });
      const writes = requests().filter(({ method }) => method === 'POST');
      assertEqual([writes.length, (await scene.subject.issued()).id], [0, 0], 'codes sent, id tokens');
    },
  },
  code_is_sent_once: {
    title: 'A code whose answer is lost is not sent again: the person signs in anew, and the error says so.',
    needs: remote,
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      scene.wire.fault({ kind: 'reset_after_commit' });
      const requests = scene.recordRequests();
      const error = await scene.failure(scene.auth.signIn.complete({ request }));
      assertError(error, { code: 'network', outcome: 'unknown' });
      const writes = requests().filter(({ method }) => method === 'POST');
      assertEqual(writes.length, 1, 'how often the code was sent');
    },
  },
  code_is_sent_again_when_it_never_left: {
    title: 'A code that certainly did not reach the provider is sent again, and the person is signed in.',
    needs: remote,
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      scene.wire.fault({ kind: 'refused' });
      const { identity } = await scene.value(scene.auth.signIn.complete({ request }));
      assertEqual(identity.key.subject, scene.fixtures.people.ada.subject, 'who signed in');
    },
  },
  deadline_holds: {
    title: 'A provider that hangs at the code ends the sign-in at the deadline of its caller.',
    needs: remote,
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      scene.wire.fault({ kind: 'hang' }, { times: 9 });
      const call = scene.auth.signIn.complete({ request }, { deadlineMs: 4000 });
      const { error, elapsedMs } = await scene.timedFailure(call);
      assertError(error, { code: 'timeout', outcome: 'unknown' });
      assertEqual(elapsedMs, 4000, 'milliseconds taken');
    },
  },
  caller_gives_up: {
    title: 'Who gives up while the provider hangs leaves at once.',
    needs: remote,
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      scene.wire.fault({ kind: 'hang' }, { times: 9 });
      const controller = new AbortController();
      scene.clock.after(700, () => controller.abort());
      const call = scene.auth.signIn.complete({ request }, { signal: controller.signal });
      const { error, elapsedMs } = await scene.timedFailure(call);
      assertError(error, { code: 'aborted', outcome: 'unknown' });
      assertEqual(elapsedMs, 700, 'milliseconds taken');
    },
  },
});

/** An instance that has just started knows nothing of the provider. */
export const coldCases = cases('resilience', 'flow.clientCredentials', {
  cold: {
    title: 'What the provider publishes is read once: a call costs one request from the second one on.',
    needs: { wire: true },
    async run(scene) {
      const another = await scene.subject.another();
      await scene.value(another.flow.clientCredentials());
      const requests = scene.recordRequests();
      await scene.value(another.flow.clientCredentials());
      assertEqual(requests().length, 1, 'requests');
    },
  },
  cold_in_an_outage: {
    title: 'Where nothing is known of a provider that is down the credential is sent nowhere.',
    needs: { wire: true, unless: (capabilities) => needsDiscovery(capabilities) },
    async run(scene) {
      const another = await scene.subject.another();
      const requests = scene.recordRequests();
      scene.wire.fault(down, { times: 9, reads: true });
      const error = await scene.failure(another.flow.clientCredentials());
      assertError(error, { code: 'provider_unavailable', outcome: 'not_applied' });
      assertEqual(requests().filter(({ method }) => method !== 'GET').length, 0, 'requests that write');
    },
  },
});

function needsDiscovery({ operations }: AuthCapabilities): string | undefined {
  return operations['flow.clientCredentials'] === 'composed'
    ? undefined
    : 'its addresses are known beforehand';
}

/** The provider is down when a sign-in begins. */
export const beginFaultCases = cases('resilience', 'signIn.begin', {
  outage: {
    title: 'Where nothing is known of a provider that is down, nobody is sent anywhere.',
    needs: remote,
    async run(scene) {
      scene.wire.fault(down, { times: 9, reads: true });
      const error = await scene.failure(scene.auth.signIn.begin());
      assertError(error, { code: 'provider_unavailable', outcome: 'not_applied' });
    },
  },
  recovers: {
    title: 'A provider that fails once is asked again.',
    needs: remote,
    async run(scene) {
      scene.wire.fault(down, { times: 1, reads: true });
      await scene.begin();
    },
  },
});
