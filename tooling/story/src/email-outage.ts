import type { Chaos, OrderScene } from './chaos.ts';
import type { FarSides, Mailbag } from './far-side.ts';
import { expectEqual } from './report.ts';
import { expectMails } from './scene.ts';
import { callsOn, tellCall } from './timeline.ts';

const unknown = 'email.send by sendgrid (main): 1 attempt, unknown provider_unavailable';
const leftAlone = 'email.send by sendgrid (main): 0 attempts, not applied circuit_open';
const moved = 'email.send by sendgrid (second): 1 attempt, done';
const kept = 'email.send by sendgrid (main): 1 attempt, done';

/**
 * The first of two accounts answers 503 to everything, and takes nothing. SendGrid says of a 503 that its API is not
 * available, not that it took no mail (https://docs.sendgrid.com/api-reference/mail-send/errors, 2026-11-22), and it
 * knows no keys. So the mail that meets the 503 is of unknown fate: it is neither repeated nor moved. It opens the
 * circuit of its account: the mails after it certainly were not taken there, and go by the second. When the account is
 * back, a person decides about the one in doubt, and it goes to the account that may have had it.
 */
export const emailOutage: Chaos = {
  at: 'email',
  provider: 'sendgrid',
  inDoubt: 1,
  async witness(scenes) {
    const [ada, ...bob] = scenes;
    if (ada === undefined) return;
    const { report, browser, shop } = ada;
    report.heading('Chaos: the first account of email answers 503');
    await report.step('Email: one receipt met it, is in doubt, and is not sent again', () =>
      expectCalls(ada, [unknown, leftAlone, moved, leftAlone, moved]),
    );
    await report.step('Email: every mail after it goes by the second account', async () => {
      for (const scene of bob) await expectCalls(scene, [leftAlone, moved]);
    });
    await report.step('Health: email is degraded, and works on', async () => {
      const health = new TextDecoder().decode(await browser.download(`${shop}/health/integrations/email`));
      if (!health.includes('"status":"degraded"')) throw new Error(`Email is not degraded: ${health}`);
    });
  },
  async mend(scene, recover) {
    const { report, browser, order } = scene;
    report.heading('Chaos: the first account is back');
    await recover();
    await report.step('Email: Ada wants her receipt again; its account takes it', async () => {
      await browser.submit(await browser.open(order), { press: /Send again/ });
      await expectMails({ ...scene, inDoubt: 0 }, order, 3);
      await expectCalls(scene, [unknown, leftAlone, moved, leftAlone, moved, kept]);
    });
  },
  compare: ({ email }: Pick<FarSides, 'email'>) => compareAccounts(email),
};

/** The page of the order tells exactly these attempts at mails. */
async function expectCalls(
  { browser, report, order }: OrderScene,
  expected: readonly string[],
): Promise<void> {
  const told = callsOn(await browser.open(order), 'email.send').map(tellCall);
  expectEqual(told.join('\n'), expected.join('\n'), `What ${order} tells`);
  for (const line of told) report.line(`      ${line}`);
}

/** The first account saw one request that it refused, and took that mail later; the second took all others. */
export function compareAccounts({ mails, operations }: Mailbag): void {
  const byMain = mails.filter(({ account }) => account === 'main').map(({ subject }) => subject);
  expectEqual(byMain.length, 1, 'Mails of the first account');
  expectEqual(
    byMain[0]?.startsWith('Your receipt for €7.00'),
    true,
    `The receipt in doubt is "${byMain[0]}"`,
  );
  const refused = operations.filter((operation) => operation === 'main: POST /v3/mail/send 503');
  expectEqual(refused.length, 1, 'Requests that the first account refused');
  const others = operations.filter((operation) => operation.startsWith('second: ')).length;
  expectEqual(others, mails.length - 1, 'Requests to the second account');
}
