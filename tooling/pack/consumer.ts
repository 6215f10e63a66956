import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a user writes. The unused directive of a call that compiles is an error, so lost types are noticed. */
const program = `
import { connect } from '@patchbay/core/node';
import { money, payments } from '@patchbay/payments';
import { sandboxPayments } from '@patchbay/payments-sandbox';

const input = { amount: money(1200, 'EUR'), paymentMethodId: 'pm_success', reference: 'order-7' };
await using direct = sandboxPayments();
await using app = await connect({ payments: payments.needs('create') });
await direct.create(input, { idempotencyKey: 'order-7' });
await app.payments.create(input, { idempotencyKey: 'order-7' });
// @ts-expect-error a write of money needs a key
await direct.create(input);
// @ts-expect-error a write of money needs a key
await app.payments.create(input);
`;

const packages = {
  '@patchbay/core': 'packages-core',
  '@patchbay/payments': 'packages-payments-contract',
  '@patchbay/payments-sandbox': 'packages-payments-sandbox',
} as const;

/** Unpacks a tarball into a folder of its own. */
export function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${tarball} cannot be unpacked: ${stderr}`);
}

/** Unpacks the tarballs as an install would. `zod` is the one dependency that their types need. */
export function install(tarballs: string, root: string, folder: string): void {
  for (const [name, file] of Object.entries(packages))
    unpack(join(tarballs, `${file}.tgz`), join(folder, 'node_modules', name));
  symlinkSync(join(root, 'packages/payments/contract/node_modules/zod'), join(folder, 'node_modules/zod'));
}

/** Compiles a user's program without `@types/node`; the compiler's complaints, or nothing. */
export function complaintsOf(compiler: string, folder: string): string {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'program.ts'), program);
  const flags = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--types', ''];
  const compile = (module: string, resolution: string) =>
    spawnSync(
      compiler,
      [...flags, '--lib', 'es2022,dom', '--module', module, '--moduleResolution', resolution, 'program.ts'],
      { cwd: folder, encoding: 'utf8' },
    ).stdout;
  return compile('nodenext', 'nodenext') + compile('esnext', 'bundler');
}
