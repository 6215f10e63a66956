import { assert, assertEqual, fieldsOf } from '../assert.ts';
import type { Plan, Planned } from '../plan.ts';
import { invoke } from '../recipe.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';

/** What every operation answers. */
export function answerRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return plan.all.map((planned) => ({
    group: 'contract',
    operation: planned.operation,
    rows: {
      answers_in_form: planned.recipe.silent ? silent(plan, planned) : inForm(plan, planned),
      // An operation that is called in its own way has a case of its category for this.
      ...(planned.spec.bare !== undefined &&
        planned.recipe.call === undefined && { takes_a_bare_id: bareId(planned, planned.spec.bare) }),
      ...(planned.spec.repeat === 'keyed' && { same_key_same_answer: sameKey(plan, planned) }),
    },
  }));
}

function inForm<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  const { operation, needs } = planned;
  return {
    title: 'What it answers has the form that the category promises.',
    parameters: { operation },
    needs,
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const answer = await scene.value(call());
      const { items } = fieldsOf(answer);
      if (!planned.spec.pages) return plan.source.assertForm(scene, answer, operation);
      assert(Array.isArray(items) && items.length > 0, 'the list has items');
      for (const item of items) plan.source.assertForm(scene, item, operation);
    },
  };
}

function silent<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  const { operation, needs } = planned;
  return {
    title: 'It answers with nothing.',
    parameters: { operation },
    needs,
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      assertEqual(await scene.value(call()), undefined, 'answer');
    },
  };
}

function bareId<S extends Scene>(planned: Planned<S>, field: string): CaseRow<S> {
  const { operation, needs, recipe } = planned;
  return {
    title: `The bare ${field} is enough.`,
    parameters: { operation },
    needs,
    async run(scene) {
      const input: unknown = await recipe.prepare(scene);
      const bare = fieldsOf(input)[field];
      assert(typeof bare === 'string', `the operation is about something with an ${field}`);
      const answer = await scene.value(invoke(scene.facade, operation, bare, scene.once()));
      const first: unknown = Array.isArray(answer) ? answer[0] : answer;
      if (!recipe.silent) assertEqual(fieldsOf(first)[field], bare, `${field} of the answer`);
    },
  };
}

function sameKey<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  const { operation, needs } = planned;
  return {
    title: 'The same key and input give the same answer, and no second effect.',
    parameters: { operation },
    needs: { ...needs, keys: true },
    async run(scene) {
      const key = scene.once();
      const call = await plan.prepared(scene, planned);
      const first = await scene.value(call(key));
      const effects = await plan.countEffects(scene);
      const second = await scene.value(call(key));
      assertEqual(plan.identity(second), plan.identity(first), 'what the second answer is about');
      await effects.assertNone();
    },
  };
}
