import { fieldsOf } from '@patchbay/core/conformance';
import type { StrictnessCase } from '../../lenient.ts';
import { asMachine, asPhone, asWeb, type BareWire, deviceGrant, type Fields, told } from '../bare-wire.ts';

/** What a device must wait for: RFC 8628. */
export const deviceCases: readonly StrictnessCase[] = [
  told('device.grant_is_registered', 'A machine is no device.', '400 unauthorized_client', ({ post }) =>
    post('/device-authorization', asMachine),
  ),
  told('device.client_is_proved', 'A device proves its client.', '401 invalid_client', ({ post }) =>
    post('/device-authorization', { client_id: 'web' }),
  ),
  told('device.waits', 'A device waits for its user.', '400 authorization_pending', async (wire) => {
    return (await device(wire)).poll();
  }),
  told('device.slows_down', 'A device that hurries is slowed down.', '400 slow_down', async (wire) => {
    const { poll } = await device(wire);
    await poll();
    return poll();
  }),
  told('device.no_is_no', 'A refused device gets nothing.', '400 access_denied', async (wire) => {
    const { answer, poll } = await device(wire);
    await answer({ deny: 'yes' });
    return poll();
  }),
  told('device.expires', 'A device code ends.', '400 expired_token', async (wire) => {
    const { answer, poll } = await device(wire);
    await answer({ subject: 'ada' });
    await wire.clock.advance(600_000);
    return poll();
  }),
  told('device.once', 'A device code works once.', '400 invalid_grant', async (wire) => {
    const { answer, poll } = await device(wire);
    await answer({ subject: 'ada' });
    await poll();
    await wire.clock.advance(6000);
    return poll();
  }),
  told(
    'device.is_of_the_client',
    'A device code belongs to its client.',
    '400 invalid_grant',
    async (wire) => {
      const { answer, poll } = await device(wire);
      await answer({ subject: 'ada' });
      return poll({ ...asPhone, client_secret: '' });
    },
  ),
  told('device.code_is_known', 'A device code is not made up.', '400 invalid_grant', async (wire) => {
    return (await device(wire)).poll({ device_code: 'made-up' });
  }),
  told('device.user_code_is_known', 'A user’s code is not made up.', '400 invalid_request', ({ post }) =>
    post('/device', { user_code: 'AAAA-AAAA', subject: 'ada' }),
  ),
];

/** A device that asked for a sign-in, and the user with its code. */
async function device({ post }: BareWire) {
  const started = await post('/device-authorization', { ...asWeb, scope: 'openid' });
  const { device_code, user_code } = fieldsOf(await started.json());
  return {
    answer: (fields: Fields) => post('/device', { user_code: String(user_code), ...fields }),
    poll: (changes: Fields = {}) =>
      post('/token', { ...asWeb, grant_type: deviceGrant, device_code: String(device_code), ...changes }),
  };
}
