import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** A refused card is a result, and no fault of the provider. */
export const refusalCases = cases('resilience', 'create', {
  refusal_is_not_retried: {
    title: 'A refused card is tried once: another attempt would only annoy the bank.',
    needs: { wire: true },
    async run(scene) {
      const requests = scene.recordRequests();
      const { status } = await scene.pay({ paymentMethodId: scene.methods.declined });
      assertEqual([status, requests().length], ['failed', 1], 'status, and requests');
    },
  },
  refusals_do_not_open_the_circuit: {
    title: 'Declined cards are no fault of the provider: the circuit stays closed.',
    needs: { wire: true },
    start: { policy: { breaker: { minimumCalls: 2, ratio: 0.1 } } },
    async run(scene) {
      for (let count = 0; count < 6; count += 1) await scene.pay({ paymentMethodId: scene.methods.declined });
      const { status } = await scene.pay();
      assertEqual(status, 'captured', 'status of a payment afterwards');
    },
  },
});
