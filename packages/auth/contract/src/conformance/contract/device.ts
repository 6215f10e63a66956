import { assert, assertEqual, assertError, assertOneOf } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const devices = { operations: ['flow.startDevice', 'flow.pollDevice'] } as const;

/** What a device shows. */
export const deviceBeginCases = cases('contract', 'device.begin', {
  shows_a_code: {
    title: 'A device shows a code that can be typed, and where; the code behind it does not print.',
    needs: devices,
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin({ scopes: ['openid', 'email'] }));
      assert(/^[\w-]{4,20}$/.test(grant.userCode), `a code to type, found ${grant.userCode}`);
      assert(URL.canParse(grant.verificationUrl), 'the address is one');
      assert(!JSON.stringify(grant).includes(grant.deviceCode.reveal()), 'the code behind it stays hidden');
      assert(Number(grant.expiresAt) > scene.clock.now() + 60_000, 'there is time to type');
    },
  },
});

/** How a device’s sign-in ends. */
export const deviceCases = cases('contract', 'device.complete', {
  person_agrees: {
    title: 'Once its owner has agreed the device is signed in as they are.',
    needs: devices,
    async run(scene) {
      const { issuer, people } = scene.fixtures;
      const { identity, tokens } = await scene.value(scene.auth.device.complete(await scene.grantedDevice()));
      assertEqual(identity.key, { issuer, subject: people.ada.subject }, 'key');
      assertEqual(tokens.subject, people.ada.subject, 'subject of the tokens');
      assert(tokens.idToken !== undefined, 'there is an id token');
    },
  },
  first_it_is_pending: {
    title: 'Before anybody has answered it is pending, and afterwards it goes through.',
    needs: devices,
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin());
      const { deviceCode } = grant;
      assertEqual(
        await scene.value(scene.auth.flow.pollDevice({ deviceCode })),
        { status: 'pending' },
        'first',
      );
      await scene.value(scene.subject.answerDevice(grant.userCode, 'bob'));
      const { identity } = await scene.value(scene.auth.device.complete(grant));
      assertEqual(identity.key.subject, scene.fixtures.people.bob.subject, 'who signed in');
    },
  },
  asked_too_often: {
    title: 'Who asks too often is told to wait, or again that nobody has answered; it costs nothing.',
    needs: devices,
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin());
      for (let count = 0; count < 3; count += 1) {
        const answer = await scene.value(scene.auth.flow.pollDevice({ deviceCode: grant.deviceCode }));
        assertOneOf(answer.status, ['pending', 'slow_down'], 'answer');
      }
      await scene.value(scene.subject.answerDevice(grant.userCode, 'ada'));
      await scene.value(scene.auth.device.complete({ ...grant, intervalMs: grant.intervalMs * 5 }));
    },
  },
  person_says_no: {
    title: 'Where its owner says no the device is `access_denied`.',
    needs: devices,
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin());
      await scene.value(scene.subject.answerDevice(grant.userCode, 'nobody'));
      const error = await scene.failure(scene.auth.device.complete(grant));
      assertError(error, { code: 'access_denied', reason: 'consent_denied' });
    },
  },
  nobody_answers: {
    title: 'Where nobody answers the device gives up when its code expires.',
    needs: devices,
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin());
      const leftMs = Number(grant.expiresAt) - scene.clock.now();
      const { error, elapsedMs } = await scene.timedFailure(scene.auth.device.complete(grant));
      assertError(error, { code: 'unauthenticated', reason: 'grant_invalid' });
      assert(elapsedMs <= leftMs + 60_000, `not long after the code, found ${elapsedMs} ms`);
    },
  },
  at_the_pace_of_the_provider: {
    title: 'A device asks no faster than the provider wants.',
    needs: { ...devices, wire: true },
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin());
      const controller = new AbortController();
      scene.clock.after(60_000, () => controller.abort());
      const polls = scene.recordRequests();
      await scene.failure(scene.auth.device.complete(grant, { signal: controller.signal }));
      const asked = polls().filter(({ method }) => method === 'POST').length;
      const most = Math.ceil(60_000 / grant.intervalMs);
      assert(asked >= 1 && asked <= most, `between 1 and ${most} polls in a minute, found ${asked}`);
    },
  },
  told_to_slow_down: {
    title: 'A device that is told to slow down waits five seconds longer, and is signed in all the same.',
    needs: { ...devices, wire: true },
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin());
      const { deviceCode, userCode, intervalMs } = grant;
      scene.clock.after(intervalMs - 1000, () => {
        scene.auth.flow.pollDevice({ deviceCode }).catch(() => undefined);
      });
      scene.clock.after(intervalMs + 2000, () => {
        scene.subject.answerDevice(userCode, 'ada').catch(() => undefined);
      });
      const settled = await scene.subject.settle(scene.auth.device.complete(grant));
      const expected = ['fulfilled', intervalMs + intervalMs + 5000];
      assertEqual([settled.status, settled.elapsedMs], expected, 'how it ends, milliseconds waited');
    },
  },
  caller_gives_up: {
    title: 'Who gives up while nobody has answered leaves at once.',
    needs: devices,
    async run(scene) {
      const grant = await scene.value(scene.auth.device.begin());
      const controller = new AbortController();
      scene.clock.after(7500, () => controller.abort());
      const call = scene.auth.device.complete(grant, { signal: controller.signal });
      const { error, elapsedMs } = await scene.timedFailure(call);
      assertError(error, { code: 'aborted' });
      assertEqual(elapsedMs, 7500, 'milliseconds taken');
    },
  },
  longer_than_a_deadline: {
    title: 'A person may take longer than any request: the deadline of a call does not end the wait.',
    needs: devices,
    async run(scene) {
      const grant = await scene.grantedDevice();
      await scene.value(scene.auth.device.complete(grant, { deadlineMs: 1000 }));
    },
  },
  outage_while_waiting: {
    title: 'An outage while the device waits is waited out.',
    needs: { ...devices, wire: true },
    async run(scene) {
      const grant = await scene.grantedDevice();
      scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { times: 2 });
      scene.wire.fault({ kind: 'refused' }, { times: 2 });
      const { identity } = await scene.value(scene.auth.device.complete(grant));
      assertEqual(identity.key.subject, scene.fixtures.people.ada.subject, 'who signed in');
    },
  },
  two_devices: {
    title: 'Two devices that begin at the same time are signed in as their own people.',
    needs: devices,
    async run(scene) {
      const [one, other] = [
        await scene.value(scene.auth.device.begin()),
        await scene.value(scene.auth.device.begin()),
      ];
      await scene.value(scene.subject.answerDevice(other.userCode, 'bob'));
      await scene.value(scene.subject.answerDevice(one.userCode, 'ada'));
      const both = [one, other].map((grant) => scene.auth.device.complete(grant));
      const subjects = (await scene.value(Promise.all(both))).map(({ identity }) => identity.key.subject);
      const { people } = scene.fixtures;
      assertEqual(subjects, [people.ada.subject, people.bob.subject], 'who signed in');
    },
  },
  code_counts_once: {
    title: 'A device’s code gives tokens once.',
    needs: devices,
    async run(scene) {
      const grant = await scene.grantedDevice();
      await scene.value(scene.auth.device.complete(grant));
      const error = await scene.failure(scene.auth.device.complete(grant));
      assertError(error, { code: 'unauthenticated', reason: 'grant_invalid' });
    },
  },
  code_that_nobody_gave: {
    title: 'A device code that the provider never gave is refused.',
    needs: devices,
    async run(scene) {
      const call = scene.auth.flow.pollDevice({ deviceCode: 'nobody-was-given-this' });
      const error = await scene.failure(call);
      assertError(error, { code: 'unauthenticated', reason: 'grant_invalid', outcome: 'not_applied' });
    },
  },
});
