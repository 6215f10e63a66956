import { readFileSync } from 'node:fs';
import { fieldsOf } from '@patchbay/core/conformance';
import type { AdapterName } from './expected.ts';
import type { VendorName } from './faults.ts';

/** Somebody who calls a vendor. */
export interface Row {
  readonly name: string;
  readonly vendor: VendorName;
  readonly package: string;
  /** The subject that a process loads. */
  readonly module: URL;
  /** Its expectations, where it is ours; the vendors' own SDKs are measured, not judged. */
  readonly adapter?: AdapterName;
}

/** Every vendor's SDK as it comes, and our adapter of it. */
export const rows: readonly Row[] = [
  {
    name: 'stripe',
    vendor: 'stripe',
    package: 'stripe',
    module: new URL('./subjects/raw-stripe.ts', import.meta.url),
  },
  {
    name: 'stripePayments',
    vendor: 'stripe',
    package: '@patchbay/payments-stripe',
    module: new URL('./subjects/stripe-payments.ts', import.meta.url),
    adapter: 'stripePayments',
  },
  {
    name: '@sendgrid/mail',
    vendor: 'sendgrid',
    package: '@sendgrid/mail',
    module: new URL('./subjects/raw-sendgrid.ts', import.meta.url),
  },
  {
    name: 'sendgridEmail',
    vendor: 'sendgrid',
    package: '@patchbay/email-sendgrid',
    module: new URL('./subjects/sendgrid-email.ts', import.meta.url),
    adapter: 'sendgridEmail',
  },
  {
    name: '@aws-sdk/client-s3',
    vendor: 's3',
    package: '@aws-sdk/client-s3',
    module: new URL('./subjects/raw-s3.ts', import.meta.url),
  },
  {
    name: 's3Storage',
    vendor: 's3',
    package: '@patchbay/storage-s3',
    module: new URL('./subjects/s3-storage.ts', import.meta.url),
    adapter: 's3Storage',
  },
  {
    name: 'nodemailer',
    vendor: 'smtp',
    package: 'nodemailer',
    module: new URL('./subjects/raw-nodemailer.ts', import.meta.url),
  },
  {
    name: 'smtpEmail',
    vendor: 'smtp',
    package: '@patchbay/email-smtp',
    module: new URL('./subjects/smtp-email.ts', import.meta.url),
    adapter: 'smtpEmail',
  },
];

/** Name and version of a vendor's SDK; ours has the version of this repository. */
export function labelOf({ name, package: packageName, adapter }: Row): string {
  if (adapter !== undefined) return name;
  const manifest = new URL(`./node_modules/${packageName}/package.json`, import.meta.url);
  const { version } = fieldsOf(JSON.parse(readFileSync(manifest, 'utf8')));
  return `${name} ${String(version)}`;
}
