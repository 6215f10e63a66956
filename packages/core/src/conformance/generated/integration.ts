import { assert, assertEqual } from '../assert.ts';
import { assertError } from '../error-form.ts';
import type { Plan } from '../plan.ts';
import { methodOf } from '../recipe.ts';
import type { Scene } from '../scene.ts';
import type { RowGroup } from '../to-cases.ts';

/** What every facade is. */
export function integrationRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return [
    { group: 'contract', operation: 'check', rows: checkRows(plan) },
    { group: 'contract', operation: 'supports', rows: supportsRows(plan) },
    { group: 'contract', operation: 'name', rows: nameRows(plan) },
    { group: 'contract', operation: 'health', rows: healthRows(plan) },
    { group: 'contract', operation: 'native', rows: nativeRows() },
    { group: 'contract', operation: 'close', rows: closeRows(plan) },
  ];
}

function checkRows<S extends Scene>(plan: Plan<S>): RowGroup<S>['rows'] {
  return {
    passes_and_moves_nothing: {
      title: 'The check of a working account passes and changes nothing on the far side.',
      async run(scene) {
        const effects = await plan.countEffects(scene);
        await scene.value(scene.facade.check());
        await effects.assertNone();
      },
    },
  };
}

function supportsRows<S extends Scene>(plan: Plan<S>): RowGroup<S>['rows'] {
  return {
    agrees_with_the_capabilities: {
      title: '`supports` and `explain` say of every operation what the capabilities say.',
      async run({ facade }) {
        for (const { operation } of plan.all) {
          const declared = Boolean(facade.capabilities.operations[operation]);
          const found = [facade.supports(operation), facade.explain(operation).length === 0];
          assertEqual(found, [declared, declared], `what is said of ${operation}`);
        }
      },
    },
  };
}

function nameRows<S extends Scene>(plan: Plan<S>): RowGroup<S>['rows'] {
  const planned = plan.of(plan.source.examples.write);
  return {
    stands_in_errors: {
      title: 'An error names the instance and the provider that it comes from.',
      async run(scene) {
        const { facade } = scene;
        const error = await scene.failure(plan.callBlind(scene, planned, { nonsense: true }));
        const found = [error.integration, error.provider];
        assertEqual(found, [facade.name, facade.provider], 'instance and provider of the error');
      },
    },
  };
}

function healthRows<S extends Scene>(plan: Plan<S>): RowGroup<S>['rows'] {
  const planned = plan.of(plan.source.examples.write);
  return {
    tells_of_itself: {
      title: 'Health is told without a request: who it is, and when a call last succeeded.',
      needs: { ...planned.needs, operations: [planned.operation, ...(planned.needs.operations ?? [])] },
      async run(scene) {
        const call = await plan.prepared(scene, planned);
        const before = scene.clock.now();
        await scene.value(call());
        const { facade, clock, requestCount } = scene;
        const { lastSuccessAt, ...health } = facade.health();
        assertEqual(
          health,
          {
            category: plan.category,
            provider: facade.provider,
            name: facade.name,
            status: 'pass',
            circuit: 'closed',
            inFlight: 0,
          },
          'health',
        );
        const at = lastSuccessAt?.getTime() ?? 0;
        assert(at >= before && at <= clock.now(), `when a call last succeeded, found ${at}`);
        assertEqual(scene.requestCount, requestCount, 'requests');
      },
    },
  };
}

function nativeRows<S extends Scene>(): RowGroup<S>['rows'] {
  return {
    is_what_use_hands_out: {
      title: '`native` and `use` hand out one and the same client, and `use` gives back what the work gave.',
      async run(scene) {
        const client: unknown = await methodOf(scene.facade, 'native')();
        const isSame = async (given: unknown): Promise<boolean> => given === client;
        const used = methodOf(scene.facade, 'use')('look', { repeat: 'safe' }, isSame);
        assertEqual(await scene.value(Promise.resolve(used)), true, 'whether both are the same');
      },
    },
  };
}

function closeRows<S extends Scene>(plan: Plan<S>): RowGroup<S>['rows'] {
  const planned = plan.of(plan.source.examples.write);
  return {
    ends_the_instance: {
      title: 'After `close` calls fail and say so; closing twice is harmless.',
      needs: { operations: [planned.operation] },
      async run(scene) {
        await scene.facade.close();
        await scene.facade.close();
        const error = await scene.failure(plan.callBlind(scene, planned));
        assertError(error, { code: 'precondition_failed', reason: 'closed', outcome: 'not_applied' });
      },
    },
  };
}
