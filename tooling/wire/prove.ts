import { IntegrationError } from '@patchbay/core';
import type { PaymentsHarness, PaymentsSubject } from '@patchbay/payments/conformance';
import { leakCheck, secretScan } from '@patchbay/testing/node';
import { captureConsole } from './console.ts';
import { type Expected, expected } from './expected.ts';

/** Personal data of the input: none of it may appear in anything that prints. */
const personal = { name: 'Augusta Ada King', email: 'ada@lovelace.test', phone: '+44 20 7946 0958' };

const [path = ''] = process.argv.slice(2);
const { harness } = (await import(path)) as { readonly harness: PaymentsHarness };
const leaks = leakCheck();
const printed = captureConsole();
const rows: { readonly what: string; readonly wrong: readonly string[]; readonly requests: number }[] = [];
for (const row of expected) rows.push(await proveFault(row));
rows.push(await proveDecline());
printed.restore();
const left = await leaks.diff();

for (const { what, wrong, requests } of rows) {
  console.log(
    `  ${wrong.length === 0 ? 'ok  ' : 'FAIL'}  ${what.padEnd(24)} ${requests} requests  ${wrong.join('; ')}`,
  );
}
const atEnd = [
  ...(left.length === 0 ? [] : [`left behind after close(): ${JSON.stringify(left)}`]),
  ...(printed.text() === '' ? [] : [`printed to the console: ${printed.text().slice(0, 200)}`]),
];
for (const line of atEnd) console.log(`  FAIL  ${line}`);
process.exitCode = rows.every(({ wrong }) => wrong.length === 0) && atEnd.length === 0 ? 0 : 1;

async function proveFault(row: Expected) {
  await using subject = await harness.start();
  const wire = wireOf(subject);
  wire.fault(row.fault, { times: 10 });
  const before = wire.requests().length;
  const settled = await subject.settle(pay(subject, subject.fixtures.methods.success));
  const requests = wire.requests().slice(before);
  const error: unknown = settled.status === 'rejected' ? settled.reason : undefined;
  const keys = new Set(requests.map(({ idempotencyKey }) => idempotencyKey));
  const wrong = [
    ...differs('requests', requests.length, row.requests),
    ...(IntegrationError.is(error)
      ? inError(error, row)
      : [`settled as ${settled.status}, no IntegrationError`]),
    ...(row.elapsedMs === undefined ? [] : differs('milliseconds', settled.elapsedMs, row.elapsedMs)),
    ...(requests.length === 0 ? [] : differs('keys', keys.size, 1)),
    ...(requests.some(({ idempotencyKey }) => idempotencyKey === undefined)
      ? ['a request without a key']
      : []),
    ...atMostOne(await subject.books.charges()),
    ...leaksIn(error, subject),
  ];
  return { what: row.what, wrong, requests: requests.length };
}

function inError(error: IntegrationError, row: Expected): readonly string[] {
  const attempts = row.fault.kind === 'refused' ? error.attempts.length : row.requests;
  return [
    ...differs('code', error.code, row.code),
    ...differs('outcome', error.outcome, row.outcome),
    ...differs('attempts', error.attempts.length, attempts),
  ];
}

/** 402 is a result: one request, a failed payment. */
async function proveDecline() {
  await using subject = await harness.start();
  const settled = await subject.settle(pay(subject, subject.fixtures.methods.declined));
  const requests = wireOf(subject).requests().length;
  const status = settled.status === 'fulfilled' ? settled.value.status : settled.status;
  return {
    what: '402',
    wrong: [...differs('status', status, 'failed'), ...differs('requests', requests, 1)],
    requests,
  };
}

function pay({ payments, fixtures }: PaymentsSubject, paymentMethodId: string) {
  return payments.create(
    {
      amount: { minor: 1200, currency: fixtures.currency },
      paymentMethodId,
      description: personal.name,
      metadata: { email: personal.email, phone: personal.phone },
    },
    { idempotencyKey: 'wire-1' },
  );
}

function wireOf(subject: PaymentsSubject) {
  if (subject.wire === undefined) throw new Error(`${harness.provider} has no wire.`);
  return subject.wire;
}

function differs(what: string, found: unknown, wanted: unknown): readonly string[] {
  return found === wanted ? [] : [`${what}: ${String(found)}, expected ${String(wanted)}`];
}

function atMostOne(charges: number): readonly string[] {
  return charges <= 1 ? [] : [`${charges} charges in the books`];
}

function leaksIn(error: unknown, { secrets }: PaymentsSubject): readonly string[] {
  const found = secretScan(error, [...secrets, ...Object.values(personal)]);
  return found.length === 0 ? [] : [`printed: ${JSON.stringify(found)}`];
}
