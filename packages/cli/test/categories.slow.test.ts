import { describe, expect, it } from 'vitest';
import { writeApplication } from './application.ts';
import { patchbay } from './command.ts';

/** An application that uses every category. */
const requirements = `
import { auth } from '@patchbay/auth';
import { email } from '@patchbay/email';
import { storage } from '@patchbay/storage';
export const requirements = {
  auth: auth.needs({ traits: ['sign_in', 'sign_out'] }),
  email: email.needs('send', { traits: ['attachments'] }),
  storage: { uploads: storage.needs('put', 'get', { traits: ['presign.put'] }) },
};
`;

const vendors = { AUTH_PROVIDER: 'oidc', EMAIL_PROVIDER: 'sendgrid', STORAGE_UPLOADS_PROVIDER: 's3' };
const secret = 'Zk3vB8wQ1xR5';

/** What goes wrong most often with a vendor of each category. */
const broken = [
  { id: 'vendors-without-anything', env: vendors },
  {
    id: 'vendors-misconfigured',
    env: {
      ...vendors,
      OIDC_ISSUER: 'http://id.example.com',
      OIDC_CLIENT_ID: 'web',
      OIDC_CLIENT_SECRET: secret,
      OIDC_REDIRECT_URI: 'https://shop.example.com/auth/callback#here',
      OIDC_TRANSACTION_SECRET: secret,
      SENDGRID_API_KEY: secret,
      SENDGRID_BASE_URL: 'localhost',
      S3_BUCKET: 'Not A Bucket',
      S3_REGION: 'eu-central-1',
      S3_SECRET_ACCESS_KEY: secret,
    },
  },
  { id: 'mail-server-without-host', env: { EMAIL_PROVIDER: 'smtp', SMTP_PASSWORD: secret } },
  { id: 'need-of-another-category', env: { STORAGE_UPLOADS_PROVIDER: 'sendgrid' } },
  { id: 'embedded-auth-in-production', env: { AUTH_PROVIDER: 'local', NODE_ENV: 'production' } },
] as const;

describe('patchbay check, for an application of several categories', () => {
  it.each(broken)('reports $id, exits with 1 and makes no traffic', async ({ id, env }) => {
    await using application = await writeApplication({ requirements });
    const ran = await patchbay(application.directory, ['check', '--requirements', './requirements.mjs'], env);
    await expect(ran.stdout).toMatchFileSnapshot(`snapshots/${id}.txt`);
    expect(ran).toMatchObject({ status: 1, stderr: '', traffic: '' });
    expect(ran.stdout).not.toContain(secret);
  });
});
