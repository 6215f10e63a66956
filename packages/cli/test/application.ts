import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BrokenConfiguration } from './broken-configurations.ts';

/** An application's directory: its configuration, its packages, its requirements. */
export interface Application extends AsyncDisposable {
  readonly directory: string;
}

const require = createRequire(import.meta.url);

const installed = {
  '@patchbay/core': require.resolve('@patchbay/core/package.json'),
  '@patchbay/auth': require.resolve('@patchbay/auth/package.json'),
  '@patchbay/auth-local': require.resolve('@patchbay/auth-local/package.json'),
  '@patchbay/auth-oidc': require.resolve('@patchbay/auth-oidc/package.json'),
  '@patchbay/email': require.resolve('@patchbay/email/package.json'),
  '@patchbay/email-outbox': require.resolve('@patchbay/email-outbox/package.json'),
  '@patchbay/email-sendgrid': require.resolve('@patchbay/email-sendgrid/package.json'),
  '@patchbay/email-smtp': require.resolve('@patchbay/email-smtp/package.json'),
  '@patchbay/payments': require.resolve('@patchbay/payments/package.json'),
  '@patchbay/payments-sandbox': require.resolve('@patchbay/payments-sandbox/package.json'),
  '@patchbay/payments-stripe': require.resolve('@patchbay/payments-stripe/package.json'),
  '@patchbay/storage': require.resolve('@patchbay/storage/package.json'),
  '@patchbay/storage-fs': require.resolve('@patchbay/storage-fs/package.json'),
  '@patchbay/storage-memory': require.resolve('@patchbay/storage-memory/package.json'),
  '@patchbay/storage-s3': require.resolve('@patchbay/storage-s3/package.json'),
} as const;

/** Writes an application with our packages, and those of the configuration, in its node_modules. */
export async function writeApplication(
  configuration: Pick<BrokenConfiguration, 'file' | 'packages' | 'currency' | 'requirements'>,
): Promise<Application> {
  const directory = await mkdtemp(join(tmpdir(), 'patchbay-application-'));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  };
  const { file, packages: others = {}, currency = 'EUR' } = configuration;
  await mkdir(join(directory, 'node_modules/@patchbay'), { recursive: true });
  for (const [name, manifest] of Object.entries(installed)) {
    await symlink(dirname(manifest), join(directory, 'node_modules', name), 'dir');
  }
  for (const [name, source] of Object.entries(others)) {
    const manifest = { name, version: '1.0.0', type: 'module', exports: './index.js' };
    await write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
    await write(`node_modules/${name}/index.js`, source);
  }
  if (file !== undefined) await write('patchbay.config.json', JSON.stringify(file));
  await write('package-lock.json', '{}'); // npm is what installs here
  await write('requirements.mjs', configuration.requirements ?? requirementsModule(currency));
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) };
}

function requirementsModule(currency: string): string {
  return `
import { payments } from '@patchbay/payments';
export const requirements = {
  payments: payments.needs('create', 'get', 'refunds.create', { currencies: ['${currency}'] }),
};
`;
}
