import type { BackChannelLogout, DeviceGrant, SignOutStart } from '@patchbay/auth';
import { fieldsOf } from '@patchbay/core/conformance';
import { answers, replace } from '../../broken.ts';
import { type AuthDriver, driverOn, forgives, inputs, instead, unauthenticated } from '../broken.ts';
import { overFetch, renamed } from '../wire.ts';

const driver = driverOn('oidc');

/** Defects in devices. */
const deviceDrivers: readonly AuthDriver[] = [
  driver(
    'secret-code-shown',
    'shows the code that nobody should see',
    'contract.device.begin.shows_a_code',
    answers<DeviceGrant>('device.begin', (grant) => ({ ...grant, userCode: grant.deviceCode.reveal() })),
  ),
  driver('own-pace', 'asks at its own pace', 'contract.device.complete.at_the_pace_of_the_provider', {
    planted: overFetch(renamed('slow_down', 'authorization_pending')),
    ...inputs('device.complete', (grant) => ({ ...grant, intervalMs: 1000 })),
  }),
  driver(
    'device-of-the-last',
    'waits for the device that began last',
    'contract.device.complete.two_devices',
    {
      facade(auth, subject) {
        let last = {};
        const began = answers<DeviceGrant>('device.begin', (grant) => (last = grant)).facade(auth, subject);
        return replace(began, 'device.complete', (original) => (_grant, options) => original(last, options));
      },
    },
  ),
  driver(
    'deadline-of-a-request',
    'waits no longer than for a request',
    'contract.device.complete.longer_than_a_deadline',
    {
      facade: (auth, { clock }) =>
        replace(auth, 'device.complete', (original) => (grant, options) => {
          const controller = new AbortController();
          const { deadlineMs } = fieldsOf(options);
          if (typeof deadlineMs === 'number') clock.after(deadlineMs, () => controller.abort());
          return original(grant, { signal: controller.signal, ...fieldsOf(options) });
        }),
    },
  ),
  driver(
    'device-without-end',
    'does not let its caller give up',
    'contract.device.complete.caller_gives_up',
    instead('device.complete', (original) => (grant) => original(grant)),
  ),
  driver(
    'device-refused-is-nothing',
    'takes a no for nothing',
    'contract.device.complete.person_says_no',
    forgives('device.complete', 'consent_denied'),
  ),
  driver(
    'device-expired-is-nothing',
    'takes a device that expired for nothing',
    'contract.device.complete.nobody_answers',
    forgives('device.complete', 'grant_invalid'),
  ),
];

/** Defects in signing out. */
const signOutDrivers: readonly AuthDriver[] = [
  driver(
    'session-untold',
    'does not tell whose session ends',
    'contract.signOut.begin.leads_to_the_provider',
    inputs('signOut.begin', ({ idToken: _untold, ...input }) => input),
  ),
  driver(
    'session-of-nobody',
    'names a session of nobody',
    'contract.signOut.begin.without_knowing_who',
    answers<SignOutStart>('signOut.begin', (start) =>
      start.kind === 'redirect' ? { ...start, url: `${start.url}&id_token_hint=` } : start,
    ),
  ),
  driver(
    'ids-made-up',
    'makes up the id of an event',
    'webhooks.signOut.receive.again',
    told((logout) => ({ ...logout, tokenId: crypto.randomUUID() })),
  ),
  driver(
    'everybody-is-ada',
    'tells everybody apart by nothing',
    'webhooks.signOut.receive.of_each_person',
    told(({ issuer, tokenId }) => ({ issuer, tokenId, subject: 'ada' })),
  ),
  driver(
    'issuer-untold',
    'does not say whose word it is',
    'webhooks.signOut.receive.genuine',
    told(({ issuer: _untold, ...logout }) => logout),
  ),
  driver(
    'parts-only',
    'takes no Request',
    'webhooks.signOut.receive.as_a_request',
    instead('signOut.receive', (original) => async (webhook) => {
      if (webhook instanceof Request) throw unauthenticated('callback_invalid');
      return original(webhook);
    }),
  ),
  takes('any-signature', 'takes anybody’s word', 'webhook_signature_invalid', 'changed'),
  takes('unsigned-word', 'takes a word that nobody signed', 'webhook_signature_invalid', 'signed_by_nobody'),
  takes('old-words', 'takes a word that is old', 'timestamp_outside_tolerance', 'stale'),
  takes('any-word', 'takes an id token for the end of a session', 'payload_malformed', 'id_token_instead'),
  takes('first-of-two', 'takes a form with two tokens', 'payload_malformed', 'two_tokens'),
  takes('any-content-type', 'takes any type of content', 'payload_malformed', 'not_a_form'),
  takes('any-length', 'takes a form of any length', 'too_large', 'too_large'),
];

/** Defects in what an adapter says that it lacks. */
const honestyDrivers: readonly AuthDriver[] = [
  denies('sign_out.back_channel', 'unsupported.signOut.receive.trait_sign_out_back_channel'),
  denies('sign_out', 'contract.signOut.begin.local_only'),
  driver(
    'webhooks-of-nobody',
    'takes webhooks that nobody sends',
    'unsupported.webhooks.receive.trait_webhooks',
    instead('webhooks.receive', () => async () => []),
  ),
];

/** Defects in devices, in signing out, and in what is said to be missing. */
export const leavingDrivers: readonly AuthDriver[] = [...deviceDrivers, ...signOutDrivers, ...honestyDrivers];

function told(change: (logout: BackChannelLogout) => object): AuthDriver['defect'] {
  return answers('signOut.receive', change);
}

/** A reason to refuse the provider’s word is none. */
function takes(id: string, what: string, reason: string, rule: string): AuthDriver {
  return driver(id, what, `webhooks.signOut.receive.${rule}`, forgives('signOut.receive', reason));
}

function denies(trait: 'sign_out' | 'sign_out.back_channel', caughtBy: string): AuthDriver {
  return driver(`denies-${trait}`, `has the trait ${trait} and denies it`, caughtBy, {
    capabilities: (all) => ({ ...all, traits: { ...all.traits, [trait]: false } }),
  });
}
