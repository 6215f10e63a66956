import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fieldsOf } from '@patchbay/core/conformance';
import { probes } from './probes.ts';

const help = `npm run wire

Proves on the wire, one process per adapter, what faults of a vendor come to: requests counted by the socket server,
keys, code, outcome, time on core's clock, resources left, and secrets or personal data in anything that prints.
Every adapter is proved whose provider is not embedded; what does not speak HTTP is proved by tests of its own.`;

/** Adapters whose wire is no HTTP, and where they are proved instead. */
const otherwise: Readonly<Record<string, string>> = {
  'email-smtp': 'SMTP: packages/email/smtp/test/wire.test.ts',
};

const root = fileURLToPath(new URL('../..', import.meta.url));

if (process.argv.includes('--help')) console.log(help);
else process.exitCode = proveAll() ? 0 : 1;

function proveAll(): boolean {
  const results = Object.keys(probes).flatMap((category) =>
    readdirSync(join(root, 'packages', category))
      .filter((provider) => hasWire(category, provider))
      .map((provider) => prove(category, provider)),
  );
  for (const [adapter, where] of Object.entries(otherwise))
    console.log(`${adapter} is proved elsewhere: ${where}`);
  console.log(`${results.filter(Boolean).length} of ${results.length} adapters hold on the wire.`);
  return results.length > 0 && results.every(Boolean);
}

function prove(category: string, provider: string): boolean {
  console.log(`${category}-${provider}, in a process of its own:`);
  const program = join(root, 'tooling/wire/prove.ts');
  const harness = join(root, 'packages', category, provider, 'test/harness.ts');
  const { execPath, execArgv } = process;
  return spawnSync(execPath, [...execArgv, program, category, harness], { stdio: 'inherit' }).status === 0;
}

/** A contract has no wire to prove, nor has an embedded provider. */
function hasWire(category: string, provider: string): boolean {
  if (provider === 'contract' || `${category}-${provider}` in otherwise) return false;
  const manifest = readFileSync(join(root, 'packages', category, provider, 'package.json'), 'utf8');
  const { patchbay } = fieldsOf(JSON.parse(manifest));
  return fieldsOf(patchbay)['embedded'] !== true;
}
