import { operations } from '../../operations.ts';
import { assert, assertEqual, fieldsOf } from '../assert.ts';
import { type CaseRow, cases, type Needs, type Operation, operationNames } from '../define.ts';
import type { PaymentsCase } from '../harness.ts';
import { invoke, recipes } from '../recipes.ts';
import type { Scene } from '../scene.ts';

/** Operations that answer with nothing. */
const silent: ReadonlySet<Operation> = new Set(['customers.delete', 'methods.detach']);

/** What holds for every operation alike. */
export const generatedContractCases: readonly PaymentsCase[] = operationNames.flatMap((operation) =>
  cases('contract', operation, {
    answers_in_form: silent.has(operation) ? silentRow(operation) : formRow(operation),
    ...('bareId' in operations[operation] && { takes_a_bare_id: bareIdRow(operation) }),
    ...(operations[operation].repeat === 'keyed' && { same_key_same_answer: sameKeyRow(operation) }),
  }),
);

function formRow(operation: Operation): CaseRow {
  return {
    title:
      'What it answers has an id, a provider, a time and metadata, and keeps the provider’s own object out of print.',
    parameters: { operation },
    needs: needsOf(operation),
    async run(scene) {
      const answer = await scene.value(
        invoke(scene.payments, operation, await recipes[operation].prepare(scene), scene.once()),
      );
      const { items } = fieldsOf(answer);
      if (!Array.isArray(items)) return assertEntity(scene, answer);
      assert(items.length > 0, 'the list has items');
      for (const item of items) assertEntity(scene, item);
    },
  };
}

function assertEntity(scene: Scene, value: unknown): void {
  assert(typeof value === 'object' && value !== null, `an object, found ${String(value)}`);
  const { id, provider, createdAt, metadata } = fieldsOf(value);
  const raw: unknown = Reflect.get(value, 'raw');
  assert(typeof id === 'string' && id.length > 0, 'an id');
  assertEqual(provider, scene.payments.provider, 'provider');
  assert(createdAt instanceof Date && !Number.isNaN(createdAt.getTime()), 'createdAt is a date');
  assert(typeof metadata === 'object' && metadata !== null, 'metadata is an object');
  assert(typeof raw === 'object' && raw !== null, 'raw is the provider’s object');
  assertEqual(Object.keys(value).includes('raw'), false, 'raw is enumerable');
  assert(JSON.stringify(raw).includes(id), 'the provider’s own object carries the id');
  const empty = Object.entries(value).filter(([, member]) => member === undefined || member === null);
  assertEqual(
    empty.map(([name]) => name),
    [],
    'fields that are there and say nothing',
  );
}

function silentRow(operation: Operation): CaseRow {
  return {
    title: 'It answers with nothing.',
    parameters: { operation },
    needs: needsOf(operation),
    async run(scene) {
      const input: unknown = await recipes[operation].prepare(scene);
      assertEqual(
        await scene.value(invoke(scene.payments, operation, input, scene.once())),
        undefined,
        'answer',
      );
    },
  };
}

function bareIdRow(operation: Operation): CaseRow {
  return {
    title: 'The bare id is enough.',
    parameters: { operation },
    needs: needsOf(operation),
    async run(scene) {
      const { id } = fieldsOf(await recipes[operation].prepare(scene));
      assert(typeof id === 'string', 'the operation is about something with an id');
      const answer = await scene.value(invoke(scene.payments, operation, id, scene.once()));
      if (!silent.has(operation)) assertEqual(fieldsOf(answer)['id'], id, 'id of the answer');
    },
  };
}

function sameKeyRow(operation: Operation): CaseRow {
  return {
    title: 'The same key and input give the same answer, and no second effect.',
    parameters: { operation },
    needs: needsOf(operation),
    async run(scene) {
      const key = scene.once();
      const input: unknown = await recipes[operation].prepare(scene);
      const first = await scene.value(invoke(scene.payments, operation, input, key));
      const effects = [await scene.books.charges(), await scene.books.refunds()];
      const second = await scene.value(invoke(scene.payments, operation, input, key));
      assertEqual(fieldsOf(second)['id'], fieldsOf(first)['id'], 'id of the second answer');
      assertEqual(
        [await scene.books.charges(), await scene.books.refunds()],
        effects,
        'charges and refunds afterwards',
      );
    },
  };
}

function needsOf(operation: Operation): Needs {
  const { operations: beside = [], traits = [] } = recipes[operation];
  return { operations: beside, traits };
}
