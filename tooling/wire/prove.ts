import { IntegrationError } from '@patchbay/core';
import { type BaseSubject, exemptionOf, type Harness } from '@patchbay/core/conformance';
import { leakCheck, secretScan } from '@patchbay/testing/node';
import { captureConsole } from './console.ts';
import { type Expected, expected, type WriteKind } from './expected.ts';
import type { ExpectedResult } from './probe.ts';
import { probes } from './probes.ts';

/** What was found of one fault. */
interface Row {
  readonly what: string;
  readonly wrong: readonly string[];
  readonly requests: number;
}

const [category = '', path = ''] = process.argv.slice(2);
const probe = probeOf(category);
const { harness } = (await import(path)) as { readonly harness: Harness };
const honoursKeys = probe.kind !== 'natural' && harness.capabilities.idempotency.kind === 'native';
const kind = kindOfWrite();
// The console first: its streams are no leak of the adapter.
const printed = captureConsole();
const leaks = leakCheck();
const rows: Row[] = [];
for (const row of expected.filter(applies)) rows.push(await proveFault(row));
for (const result of probe.results ?? []) rows.push(await proveResult(result));
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

function probeOf(name: string) {
  const found = probes[name];
  if (found === undefined) throw new Error(`There is no probe for ${name}.`);
  return found;
}

function kindOfWrite(): WriteKind {
  if (probe.kind === 'natural') return 'repeated';
  if (!honoursKeys) return 'once';
  return probe.kind === 'money' ? 'money' : 'repeated';
}

function applies({ like }: Expected): boolean {
  if (probe.except?.includes(like) || (like === 'key_in_flight' && !honoursKeys)) return false;
  return exemptionOf(`resilience.${probe.operation}.${like}`, harness) === undefined;
}

async function proveFault(row: Expected): Promise<Row> {
  await using subject = await harness.start();
  const wire = wireOf(subject);
  wire.fault(row.fault, { times: 10 });
  const before = wire.requests().length;
  const settled = await subject.settle(probe.write(subject, { idempotencyKey: 'wire-1' }));
  const requests = wire.requests().slice(before);
  const error: unknown = settled.status === 'rejected' ? settled.reason : undefined;
  const { elapsedMs = settled.elapsedMs, ...course } = row[kind];
  const wrong = [
    ...differs('requests', requests.length, course.requests),
    ...(IntegrationError.is(error)
      ? inError(error, row)
      : [`settled as ${settled.status}, no IntegrationError`]),
    ...differs('milliseconds', settled.elapsedMs, elapsedMs),
    ...(honoursKeys && requests.length > 0 ? inKeys(requests) : []),
    ...atMostOne((await probe.effects?.(subject)) ?? 0),
    ...leaksIn(error, subject),
  ];
  return { what: row.what, wrong, requests: requests.length };
}

function inError(error: IntegrationError, row: Expected): readonly string[] {
  const attempts = row.fault.kind === 'refused' ? error.attempts.length : row[kind].requests;
  return [
    ...differs('code', error.code, row.code),
    ...differs('outcome', error.outcome, row.outcome),
    ...differs('attempts', error.attempts.length, attempts),
  ];
}

function inKeys(requests: readonly { readonly idempotencyKey?: string }[]): readonly string[] {
  const keys = new Set(requests.map(({ idempotencyKey }) => idempotencyKey));
  return [...differs('keys', keys.size, 1), ...(keys.has(undefined) ? ['a request without a key'] : [])];
}

async function proveResult({ what, requests, call, wrong }: ExpectedResult): Promise<Row> {
  await using subject = await harness.start();
  const settled = await subject.settle(call(subject));
  const found = wireOf(subject).requests().length;
  return {
    what,
    wrong: [
      ...(settled.status === 'fulfilled' ? wrong(settled.value) : ['it is an error']),
      ...differs('requests', found, requests),
    ],
    requests: found,
  };
}

function wireOf(subject: BaseSubject) {
  if (subject.wire === undefined) throw new Error(`${harness.provider} has no wire.`);
  return subject.wire;
}

function differs(what: string, found: unknown, wanted: unknown): readonly string[] {
  return found === wanted ? [] : [`${what}: ${String(found)}, expected ${String(wanted)}`];
}

function atMostOne(effects: number): readonly string[] {
  return effects <= 1 ? [] : [`${effects} effects on the far side`];
}

function leaksIn(error: unknown, { secrets }: BaseSubject): readonly string[] {
  const found = secretScan(error, [...secrets, ...probe.personal]);
  return found.length === 0 ? [] : [`printed: ${JSON.stringify(found)}`];
}
