import { assert, assertError } from '@patchbay/core/conformance';
import type { CancelPayment, CreatePayment } from '../../payment.ts';
import type { CreateRefund } from '../../refund.ts';
import { cases, type PaymentsNeeds, type PaymentsRow } from '../define.ts';
import type { PaymentsScene } from '../scene.ts';

/** Fields that no result shows: the provider is told them, or they are refused. None is dropped without a word. */
export const toldFieldCases = [
  ...cases('contract', 'create', {
    tells_the_description: told<CreatePayment>({ description: 'Two postcards' }, pay),
    tells_what_to_save_the_method_for: told<CreatePayment>({ saveFor: 'off_session' }, pay),
  }),
  ...cases('contract', 'cancel', {
    tells_the_reason: told<CancelPayment>({ reason: 'abandoned' }, cancel, {
      operations: ['create'],
      traits: ['capture.manual'],
    }),
  }),
  ...cases('contract', 'refunds.create', {
    tells_the_reason: told<CreateRefund>({ reason: 'fraudulent' }, refund, { operations: ['create'] }),
  }),
];

/** Makes something new, with further fields. */
type Make<I> = (scene: PaymentsScene, fields: Partial<I>) => Promise<object>;

async function pay(scene: PaymentsScene, fields: Partial<CreatePayment>): Promise<object> {
  const customer = scene.payments.supports('customers.create')
    ? { customerId: (await scene.customer()).id }
    : {};
  return scene.payments.create({ ...scene.charge(), ...customer, ...fields }, scene.once());
}

async function cancel(scene: PaymentsScene, fields: Partial<CancelPayment>): Promise<object> {
  const { id } = await scene.pay({ capture: 'manual' });
  return scene.payments.cancel({ id, ...fields }, scene.once());
}

async function refund(scene: PaymentsScene, fields: Partial<CreateRefund>): Promise<object> {
  const { id: paymentId } = await scene.pay();
  return scene.payments.refunds.create({ paymentId, ...fields }, scene.once());
}

function told<I>(field: Partial<I>, make: Make<I>, needs: PaymentsNeeds = {}): PaymentsRow {
  const [name = ''] = Object.keys(field);
  return {
    title: `With \`${name}\` the provider is told another thing than without, or it is \`unsupported\`.`,
    parameters: { field },
    needs,
    async run(scene) {
      const trial = await scene.subject.settle(make(scene, field));
      if (trial.status === 'rejected') {
        const error = await scene.failure(Promise.reject(trial.reason));
        return assertError(error, { code: 'unsupported', outcome: 'not_applied' });
      }
      const tellings: (readonly string[])[] = [];
      for (const fields of [{}, field, {}, field])
        tellings.push(await wordsTold(scene, () => make(scene, fields)));
      assert(isTold(tellings), `the provider is told the ${name}, or it is refused as \`unsupported\``);
    },
  };
}

/** What the provider was told: the requests that it had, or, where it has no wire, the object that it keeps. */
async function wordsTold(scene: PaymentsScene, make: () => Promise<object>): Promise<readonly string[]> {
  const requests = scene.recordRequests();
  const raw: unknown = Reflect.get(await scene.value(make()), 'raw');
  const isEmbedded = scene.subject.wire === undefined;
  const sent = requests().map(({ path, body }) => `${path} ${body}`);
  return (isEmbedded ? JSON.stringify(raw) : sent.join(' ')).split(/[^\w%.+/=-]+/);
}

/**
 * Whether calls without and with a field, in turn, say different things: a word that is said as often in both without,
 * and as often in both with, but not as often in these as in those. Ids and keys are new each time, hence no such
 * words.
 */
function isTold(tellings: readonly (readonly string[])[]): boolean {
  return [...new Set(tellings.flat())].some((word) => {
    const [without, within, withoutAgain, withinAgain] = tellings.map(
      (words) => words.filter((one) => one === word).length,
    );
    return without === withoutAgain && within === withinAgain && without !== within;
  });
}
