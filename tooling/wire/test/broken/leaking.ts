import type { PaymentsHarness } from '@patchbay/payments/conformance';
import { harness as sound } from '../../../../packages/payments/stripe/test/harness.ts';

const outlivesTheProof = 8_000;
let forgotten: NodeJS.Timeout | undefined;

/** Prints, keeps a timer, and writes a configured secret into the error. */
export const harness: PaymentsHarness = {
  ...sound,
  async start(options) {
    const subject = await sound.start(options);
    forgotten ??= setTimeout(() => {}, outlivesTheProof);
    const create: typeof subject.facade.create = async (...call) => {
      try {
        return await subject.facade.create(...call);
      } catch (error) {
        console.log('the call failed');
        throw Object.defineProperty(Object(error), 'message', { value: `It used ${subject.secrets[0]}.` });
      }
    };
    return { ...subject, facade: { ...subject.facade, create } };
  },
};
