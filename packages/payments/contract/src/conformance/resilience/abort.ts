import { assert, assertEqual } from '../assert.ts';
import { type CaseRow, cases } from '../define.ts';
import type { ExpectedError } from '../error-form.ts';
import { assertError } from '../error-form.ts';
import type { PaymentsCase, WireFault } from '../harness.ts';
import { recordRequests } from './generated.ts';

const wire = { wire: true } as const;

/** The caller gives up. */
export const abortCases: readonly PaymentsCase[] = cases('resilience', 'create', {
  aborted_before_it_begins: {
    title: 'A signal that is aborted already lets nothing out.',
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      const options = { ...scene.once(), signal: AbortSignal.abort() };
      const call = scene.payments.create(
        { amount: scene.money(), paymentMethodId: scene.methods.success },
        options,
      );
      assertError(await scene.failure(call), { code: 'aborted', outcome: 'not_applied' });
      assertEqual([requests().length, await scene.books.charges()], [0, 0], 'requests and charges');
    },
  },
  aborted_before_the_answer: abortedDuring({ kind: 'hang' }, 1500, { code: 'aborted', outcome: 'unknown' }),
  aborted_after_the_effect: abortedDuring({ kind: 'hang_after_commit' }, 1200, {
    code: 'aborted',
    outcome: 'unknown',
  }),
  aborted_within_the_body: abortedDuring({ kind: 'slow_body' }, 700, { code: 'aborted', outcome: 'applied' }),
  aborted_while_waiting: abortedDuring(
    { kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'seconds', ms: 9000 } },
    4000,
    { code: 'aborted', outcome: 'not_applied' },
  ),
  aborted_after_the_end: {
    title: 'An abort after the answer changes nothing.',
    needs: wire,
    async run(scene) {
      const controller = new AbortController();
      const options = { ...scene.once(), signal: controller.signal };
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
      const { status } = await scene.value(scene.payments.create(input, options));
      controller.abort();
      assertEqual([status, await scene.books.charges()], ['captured', 1], 'status and charges');
    },
  },
  aborted_calls_leave_others_alone: {
    title: 'Aborting one call does not touch another that runs at the same time.',
    needs: wire,
    async run(scene) {
      const controller = new AbortController();
      scene.wire.fault({ kind: 'hang' });
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
      const stopped = scene.failure(
        scene.payments.create(input, { ...scene.once(), signal: controller.signal }),
      );
      scene.clock.after(500, () => controller.abort());
      assertError(await stopped, { code: 'aborted', outcome: 'unknown' });
      const { status } = await scene.value(scene.payments.create(input, scene.once()));
      assertEqual(status, 'captured', 'status of the other payment');
    },
  },
});

function abortedDuring(fault: WireFault, afterMs: number, expected: ExpectedError): CaseRow {
  return {
    title: `An abort at ${afterMs} ms, with ${fault.kind}, ends the call at once; nothing more goes out and nothing stays open.`,
    parameters: { fault, afterMs, expected },
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      const controller = new AbortController();
      const options = { ...scene.once(), signal: controller.signal };
      scene.wire.fault(fault);
      const call = scene.payments.create(
        { amount: scene.money(), paymentMethodId: scene.methods.success },
        options,
      );
      scene.clock.after(afterMs, () => controller.abort());
      const settled = await scene.subject.settle(scene.failure(call));
      assert(settled.status === 'fulfilled', 'the call fails');
      assertError(settled.value, expected);
      const lateMs = settled.elapsedMs - afterMs;
      assert(lateMs >= 0 && lateMs < 20, `it ends within 20 ms of the abort, found ${lateMs} ms`);
      await scene.clock.advance(60_000);
      assertEqual(requests().length, 1, 'requests, a minute later');
      assertEqual(scene.wire.held?.() ?? 0, 0, 'requests that are still open');
    },
  };
}

/** Reads are given up as readily. */
export const abortReadCases: readonly PaymentsCase[] = cases('resilience', 'list', {
  aborted_between_pages: {
    title: 'An abort between two pages of a list ends the iteration with `aborted`.',
    needs: { wire: true, operations: ['create'] },
    async run(scene) {
      for (let count = 0; count < 3; count += 1) await scene.pay();
      const controller = new AbortController();
      const requests = recordRequests(scene);
      const reading = (async (): Promise<void> => {
        const pages = scene.payments.list({}, { limit: 1, signal: controller.signal });
        for await (const { id } of pages) if (id !== '') controller.abort();
      })();
      assertError(await scene.failure(reading), { code: 'aborted', outcome: 'not_applied' });
      assertEqual(requests().length, 1, 'requests');
    },
  },
});
