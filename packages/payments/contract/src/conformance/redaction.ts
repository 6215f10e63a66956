import { operations } from '../operations.ts';
import { assertEqual, CaseFailure, fieldsOf } from './assert.ts';
import { type CaseRow, cases, type Operation, operationNames } from './define.ts';
import { pointing } from './errors/generated.ts';
import type { PaymentsCase } from './harness.ts';
import { printedForms, secretForms } from './printed.ts';
import { invoke, recipes } from './recipes.ts';

/** Nothing that prints may hold a secret or what is private to the payer. */
export const redactionCases: readonly PaymentsCase[] = operationNames.flatMap((operation) =>
  cases('redaction', operation, {
    refused_call: refusedCall(operation),
    refused_credential: refusedCredential(operation),
    ...(pointing.includes(operation) && { refused_by_provider: refusedByProvider(operation) }),
    ...('personal' in operations[operation] && { vendor_fault: vendorFault(operation) }),
  }),
);

const personal = {
  email: 'ada.lovelace@example.com',
  name: 'Ada Augusta Lovelace',
  phone: '+442079460958',
  text: 'For Ada Augusta Lovelace',
};

/** What the payer told us, where the operation takes it. */
const personalFields: Partial<Record<Operation, object>> = {
  create: { description: personal.text, metadata: { note: personal.text } },
  'refunds.create': { metadata: { note: personal.text } },
  'customers.create': { email: personal.email, name: personal.name, phone: personal.phone },
  'customers.update': { email: personal.email, name: personal.name, phone: personal.phone },
  'methods.setup': { metadata: { note: personal.text } },
  'checkout.create': { customerEmail: personal.email, metadata: { note: personal.text } },
  'subscriptions.create': { metadata: { note: personal.text } },
  'disputes.submit': {
    evidence: { explanation: personal.text, customerName: personal.name, customerEmail: personal.email },
  },
};

function refusedCall(operation: Operation): CaseRow {
  return {
    title: 'An error about the input shows neither secrets nor what is private to the payer.',
    parameters: { operation },
    async run(scene) {
      const input = {
        ...fieldsOf(recipes[operation].blind(scene.fixtures)),
        ...personalFields[operation],
        nonsense: personal.name,
      };
      const error = await scene.failure(invoke(scene.payments, operation, input, scene.once()));
      assertClean(error, scene.subject.secrets);
    },
  };
}

function refusedByProvider(operation: Operation): CaseRow {
  return {
    title: 'A refusal by the provider shows neither secrets nor what is private to the payer.',
    parameters: { operation },
    async run(scene) {
      const input = { ...fieldsOf(recipes[operation].blind(scene.fixtures)), ...personalFields[operation] };
      const error = await scene.failure(invoke(scene.payments, operation, input, scene.once()));
      assertEqual(error.code, 'not_found', 'code of the refusal');
      assertClean(error, scene.subject.secrets);
    },
  };
}

function refusedCredential(operation: Operation): CaseRow {
  return {
    title: 'An error about the credential does not show it.',
    parameters: { operation },
    needs: { account: true },
    start: { credential: 'wrong' },
    async run(scene) {
      const input = { ...fieldsOf(recipes[operation].blind(scene.fixtures)), ...personalFields[operation] };
      assertClean(
        await scene.failure(invoke(scene.payments, operation, input, scene.once())),
        scene.subject.secrets,
      );
    },
  };
}

function vendorFault(operation: Operation): CaseRow {
  return {
    title: 'An error of the provider shows neither secrets nor what is private to the payer.',
    parameters: { operation },
    needs: { wire: true },
    start: { policy: { retry: false } },
    async run(scene) {
      for (const fault of [
        { kind: 'vendor', error: 'server_error' },
        { kind: 'html', status: 502 },
        { kind: 'garbage' },
      ] as const) {
        scene.wire.fault(fault, { reads: true });
        const input = { ...fieldsOf(recipes[operation].blind(scene.fixtures)), ...personalFields[operation] };
        assertClean(
          await scene.failure(invoke(scene.payments, operation, input, scene.once())),
          scene.subject.secrets,
        );
      }
    },
  };
}

/** Fails when a secret, or what is private to the payer, can be read anywhere in what an error prints. */
function assertClean(error: unknown, secrets: readonly string[]): void {
  const forbidden = [
    ...secrets.flatMap((secret) =>
      secretForms(secret).map((pattern) => ({ what: 'a configured secret', pattern })),
    ),
    ...Object.values(personal).map((pattern) => ({ what: 'what is private to the payer', pattern })),
  ];
  for (const { place, text } of printedForms(error)) {
    const found = forbidden.find(({ pattern }) => text.includes(pattern));
    if (found !== undefined) throw new CaseFailure(`${place} of the error shows ${found.what}`);
  }
}
