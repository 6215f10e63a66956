import { type Fake, startFake } from './fake.ts';
import type { Mailbag } from './far-side.ts';
import type { Part, PartOptions } from './stage.ts';

/** One account; or two, the first of which is out of order, where that is the chaos and there is failover. */
export async function sendgridStage(options: PartOptions): Promise<Part<Mailbag>> {
  const { chaos, hasFailover } = options;
  if (chaos === 'email:503' && hasFailover) return twoAccounts(options);
  const fault = chaos === 'email:503' ? 503 : options.fault;
  const { fake, key, publicKey } = await openAccount('story', { ...options, fault });
  return {
    environment: {
      EMAIL_PROVIDER: 'sendgrid',
      SHOP_SENDER: `Postcard Shop <${sender}>`,
      SENDGRID_API_KEY: key,
      SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey,
      SENDGRID_BASE_URL: fake.told.url,
    },
    farSide: () => fake.farSide<Mailbag>(),
    [Symbol.asyncDispose]: fake[Symbol.asyncDispose],
  };
}

const sender = 'orders@postcards.example';

/** An account at SendGrid, with what the shop has to know of it. */
interface Account {
  readonly fake: Fake;
  readonly key: string;
  readonly publicKey: string;
}

async function openAccount(name: string, { shopUrl, fault, onOutput }: PartOptions): Promise<Account> {
  const key = `SG.${name}.key`;
  const environment = {
    FAKE_API_KEY: key,
    FAKE_SENDER: sender,
    FAKE_WEBHOOK_URL: `${shopUrl}/webhooks/email`,
  };
  const fake = await startFake('sendgrid', { environment, fault, onOutput });
  return { fake, key, publicKey: fake.told['publicKey'] ?? '' };
}

async function twoAccounts(options: PartOptions): Promise<Part<Mailbag>> {
  const main = await openAccount('main', { ...options, fault: 503 });
  const second = await openAccount('second', options);
  return {
    environment: {
      SHOP_SENDER: `Postcard Shop <${sender}>`,
      ...variablesOf('EMAIL_MAIN', main),
      ...variablesOf('EMAIL_SECOND', second),
    },
    farSide: async () =>
      joined([
        ['main', await main.fake.farSide<Mailbag>()],
        ['second', await second.fake.farSide<Mailbag>()],
      ]),
    recover: () => main.fake.recover(),
    async [Symbol.asyncDispose]() {
      await main.fake[Symbol.asyncDispose]();
      await second.fake[Symbol.asyncDispose]();
    },
  };
}

function variablesOf(prefix: string, { fake, key, publicKey }: Account): Readonly<Record<string, string>> {
  return {
    [`${prefix}_PROVIDER`]: 'sendgrid',
    [`${prefix}_API_KEY`]: key,
    [`${prefix}_WEBHOOK_PUBLIC_KEY`]: publicKey,
    [`${prefix}_BASE_URL`]: fake.told.url,
  };
}

/** What several accounts have, with whose it is. */
function joined(bags: readonly (readonly [account: string, bag: Mailbag])[]): Mailbag {
  return {
    mails: bags.flatMap(([account, { mails }]) => mails.map((mail) => ({ ...mail, account }))),
    operations: bags.flatMap(([account, { operations }]) => operations.map((each) => `${account}: ${each}`)),
  };
}
