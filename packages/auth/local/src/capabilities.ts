import type { AuthCapabilities } from '@patchbay/auth';
import { keyTtlHours } from './engine/ledger.ts';
import { shortestPassword } from './engine/passwords.ts';

/** What the embedded provider can do: all of it but to call the application back. */
export const capabilities = {
  provider: 'local',
  embedded: true,
  operations: {
    'flow.discover': 'native',
    'flow.keys': 'native',
    'flow.exchange': 'native',
    'flow.refresh': 'native',
    'flow.revoke': 'native',
    'flow.userInfo': 'native',
    'flow.clientCredentials': 'native',
    'flow.startDevice': 'native',
    'flow.pollDevice': 'native',
    'users.create': 'native',
    'users.get': 'native',
    'users.find': 'native',
    'users.list': 'native',
    'users.update': 'native',
    'users.disable': 'native',
    'users.enable': 'native',
    'users.delete': 'native',
    'users.setPassword': 'native',
    'users.verifyPassword': 'native',
    'users.endSessions': 'native',
  },
  traits: {
    sign_in: true,
    'sign_in.nonce': true,
    sign_out: true,
    'sign_out.back_channel': false, // it sends nothing: it has no socket
    'refresh.rotates': true,
    'users.metadata': true,
    'users.password': true,
    webhooks: false,
  },
  idempotency: { kind: 'native', ttlHours: keyTtlHours, maxLength: 255 },
  limits: { passwordLength: shortestPassword },
} as const satisfies AuthCapabilities;
