import { assert, assertEqual } from '../assert.ts';
import { assertError } from '../error-form.ts';
import type { Plan, Planned } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow, TraitCall } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';

/** What a provider does not have is refused before any I/O, and said beforehand. */
export function unsupportedRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return [
    ...plan.all.map((planned) => ({
      group: 'unsupported',
      operation: planned.operation,
      rows: { refused_before_any_request: withoutOperation(plan, planned) },
    })),
    ...Object.entries(plan.source.traits).flatMap(([trait, needy]) =>
      needy === undefined
        ? []
        : [
            {
              group: 'unsupported',
              operation: needy.operation,
              rows: { [`trait_${trait.replaceAll('.', '_')}`]: withoutTrait(plan, trait, needy) },
            },
          ],
    ),
  ];
}

function withoutOperation<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  const { operation } = planned;
  return {
    title: `Without ${operation} a call is \`unsupported\`, before any request.`,
    parameters: { operation },
    needs: {
      unless: ({ operations }) => (operations[operation] ? 'the operation is there' : undefined),
    },
    async run(scene) {
      const { facade, requestCount } = scene;
      assertEqual(facade.supports(operation), false, 'supports');
      assert(facade.explain(operation).length > 0, '`explain` says what is missing');
      const error = await scene.failure(plan.callBlind(scene, planned));
      assertError(error, { code: 'unsupported', outcome: 'not_applied' });
      assertEqual(error.operation, `${plan.category}.${operation}`, 'operation of the error');
      assertEqual(scene.requestCount, requestCount, 'requests');
    },
  };
}

function withoutTrait<S extends Scene>(
  plan: Plan<S>,
  trait: string,
  { operation, input }: TraitCall<S>,
): CaseRow<S> {
  return {
    title: `Without the trait ${trait} a call that needs it is \`unsupported\`, before any request.`,
    parameters: { trait },
    needs: {
      operations: [operation],
      unless: ({ traits }) => (traits[trait] ? 'the trait is there' : undefined),
    },
    async run(scene) {
      const { facade, requestCount } = scene;
      const needy = input(scene);
      assert(facade.explain(operation, needy).length > 0, '`explain` says what is missing');
      const error = await scene.failure(plan.call(scene, plan.of(operation), needy, scene.once()));
      assertError(error, { code: 'unsupported', outcome: 'not_applied' });
      assertEqual(scene.requestCount, requestCount, 'requests');
    },
  };
}
