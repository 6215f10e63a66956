import type { Workbench } from '../alteration.ts';
import { type Attack, attack } from './attack.ts';

/** Lies in what the browser carries to the client's redirect address. */
export const callbackAttacks = {
  wrong_state: onCallback('the state of another sign-in', 'RFC 6749 §10.12', (parameters) =>
    parameters.set('state', 'state-of-somebody-else'),
  ),
  missing_state: onCallback('no state', 'RFC 6749 §4.1.2', (parameters) => parameters.delete('state')),
  wrong_callback_issuer: onCallback('the issuer of another provider: mix-up', 'RFC 9207 §2.4', (parameters) =>
    parameters.set('iss', 'https://other.test'),
  ),
  missing_callback_issuer: onCallback(
    'no issuer, though the metadata promise one',
    'RFC 9207 §2.4',
    (parameters) => parameters.delete('iss'),
  ),
  repeated_callback_parameters: onCallback(
    'a second state and a second code',
    'RFC 6749 §3.1',
    (parameters) => {
      parameters.append('state', 'state-of-somebody-else');
      parameters.append('code', 'code-of-somebody-else');
    },
  ),
  injected_code: onCallback(
    'the first code of this provider: sign in once before',
    'RFC 9700 §4.5',
    injectCode,
  ),
  code_replay: attack(
    {
      what: 'a provider that redeems a code again: the same callback is sent twice',
      breaks: 'RFC 6749 §4.1.2, §10.5',
      where: ['callback'],
    },
    { acceptSpentCodes: true },
  ),
} satisfies Record<string, Attack>;

function onCallback(
  what: string,
  breaks: string,
  callback: (parameters: URLSearchParams, workbench: Workbench) => void,
): Attack {
  return attack({ what: `a callback with ${what}`, breaks, where: ['callback'] }, { callback });
}

function injectCode(parameters: URLSearchParams, { codes }: Workbench): void {
  parameters.set('code', codes[0] ?? 'code-of-somebody-else');
}
