import { type SendgridFake, sendgridFake } from '@patchbay/email-sendgrid/fake';
import { type FaultServer, serve } from '@patchbay/testing/node';
import { type OpenShop, openShop } from './shop.ts';

/** A shop whose mails go over a wire to a provider that knows no keys: a lost answer stays lost. */
export interface MailShop extends OpenShop {
  readonly post: SendgridFake;
  readonly server: FaultServer;
  /** Back to that provider, after another one. */
  readonly environment: Readonly<Record<string, string>>;
}

export async function openMailShop(): Promise<MailShop> {
  const post = sendgridFake({ apiKey: 'SG.shop.key' });
  const server = await serve(post);
  const environment = await mailEnvironment(post, server.url);
  const shop = await openShop(environment);
  return {
    ...shop,
    post,
    server,
    environment,
    async [Symbol.asyncDispose]() {
      await shop[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

/** How the shop is told of the fake. */
export async function mailEnvironment(post: SendgridFake, url: string): Promise<Record<string, string>> {
  return {
    EMAIL_PROVIDER: 'sendgrid',
    SENDGRID_API_KEY: 'SG.shop.key',
    SENDGRID_WEBHOOK_PUBLIC_KEY: await post.publicKey(),
    SENDGRID_BASE_URL: url,
  };
}
