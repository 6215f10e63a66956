import { parseArgs } from 'node:util';
import { createBrowser } from './src/browser.ts';
import { compareBooks, compareMails } from './src/compare.ts';
import { emailStages } from './src/email-stage.ts';
import { countOperations, type Mailbag, type PaymentBooks } from './src/far-side.ts';
import { paymentsStages } from './src/payments-stage.ts';
import { createReport, expectEqual, type Report, StoryFailed } from './src/report.ts';
import { openShop, type StageOptions, setStage } from './src/stage.ts';
import { closedTab, declined, expectText, refundInParts, type Scene, secondThoughts } from './src/story.ts';

const help = `Usage: npm run story [-- <options>]

Starts the built shop, buys, pays and refunds as a browser without scripts would, restarts the shop,
and compares its orders with the providers' own books.

  --payments <provider>   sandbox (default) or stripe: its fake runs in a process of its own
  --email <provider>      outbox (default) or sendgrid: the same
  --fault <status>        one fake answers every request with this HTTP status; the story must fail
  --fault-at <category>   whose fake that is: payments (default) or email
  --times <n>             how often to tell it, 1 by default; the first failure ends it
  --headless-verbose      also print every page that is loaded, and what the shop prints
  --help`;

const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: 'sandbox' },
    email: { type: 'string', default: 'outbox' },
    fault: { type: 'string' },
    'fault-at': { type: 'string', default: 'payments' },
    times: { type: 'string', default: '1' },
    'headless-verbose': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// Ends by `exit`, so that what was started ends too; a reader such as `head` may go away early.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
process.stdout.on('error', () => process.exit(1));

if (values.help) console.log(help);
else process.exitCode = await repeat(Number(values.times));

async function repeat(times: number): Promise<number> {
  if (!(times >= 1)) {
    console.error(`--times wants a number from 1 on.\n\n${help}`);
    return 2;
  }
  for (let time = 1; time <= times; time += 1) {
    if (times > 1) console.log(`\n${time} of ${times}`);
    const status = await main();
    if (status !== 0) return status;
  }
  return 0;
}

async function main(): Promise<number> {
  const options = stageOptions();
  if (typeof options === 'string') {
    console.error(`${options}\n\n${help}`);
    return 2;
  }
  const { payments, email } = options;
  const report = createReport();
  report.line(`Postcard Shop, payments by ${payments}, email by ${email}, Node ${process.version}`);
  try {
    await tell(report, options);
  } catch (error) {
    if (!(error instanceof StoryFailed)) throw error;
  }
  return report.close() ? 0 : 1;
}

/** The stage that was asked for, or why there is none. */
function stageOptions(): StageOptions | string {
  const { payments, email, fault, 'fault-at': at, 'headless-verbose': isVerbose } = values;
  if (!isKeyOf(paymentsStages, payments)) return `There is no story for ${payments}.`;
  if (!isKeyOf(emailStages, email)) return `There is no story for ${email}.`;
  if (at !== 'payments' && at !== 'email') return '--fault-at wants payments or email.';
  const isEmbedded = at === 'payments' ? payments === 'sandbox' : email === 'outbox';
  if (fault !== undefined && isEmbedded) return `--fault needs --${at} by a vendor, not the embedded one.`;
  return {
    payments,
    email,
    fault: fault === undefined ? undefined : { at, status: Number(fault) },
    onOutput: isVerbose ? (text) => void process.stdout.write(text) : undefined,
  };
}

async function tell(report: Report, options: StageOptions): Promise<void> {
  const { onOutput } = options;
  await using stage = await report.step('Set up the providers', () => setStage(options));
  const browser = createBrowser(({ status, url, title }) => onOutput?.(`    ${status} ${url}  ${title}\n`));
  const orders: string[] = [];
  {
    await using shop = await report.step('Start the shop', () => openShop(stage, onOutput));
    const scene: Scene = { report, browser, shop: shop.url };
    orders.push(await closedTab(scene));
    await refundInParts(scene, orders[0] ?? '');
    orders.push(await declined(scene), await secondThoughts(scene));
    report.heading('Restart');
    await report.step('Stop the shop: it ends in good order', async () =>
      expectEqual(await shop.stop(), 0, 'Exit code'),
    );
  }
  await reopen(report, { stage, browser, orders, onOutput });
  const books = await report.step(`Read the books of ${options.payments}`, () => stage.payments.farSide());
  await report.step('They say what the shop says', async () => compareBooks(books));
  const mailbag = await report.step(`Read the mails of ${options.email}`, () => stage.email.farSide());
  await report.step('Each was taken once, as it was meant', async () => compareMails(mailbag));
  printFarSide(report, books, mailbag);
}

interface Reopening extends Pick<Scene, 'browser'>, Pick<StageOptions, 'onOutput'> {
  readonly stage: Parameters<typeof openShop>[0];
  readonly orders: readonly string[];
}

async function reopen(report: Report, { stage, browser, orders, onOutput }: Reopening): Promise<void> {
  await using shop = await report.step('Start it again', () => openShop(stage, onOutput));
  await report.step('All orders are there, as they were', async () => {
    const endings = [/Refunded €7\.00/, /Paid €3\.00/, /Paid €2\.50/];
    for (const [index, order] of orders.entries())
      expectText(await browser.open(order), endings[index] ?? /./);
  });
  await report.step('Stop the shop', () => shop.stop());
}

function printFarSide(report: Report, books: PaymentBooks, { mails, operations }: Mailbag): void {
  const { captured, refunded, charges, refunds } = books;
  report.heading('The far side');
  report.line(`  captured  EUR ${euros(captured)} in ${charges} charges`);
  report.line(`  refunded  EUR ${euros(refunded)} in ${refunds} refunds`);
  for (const line of countOperations(books.operations)) report.line(line);
  for (const { recipients, subject, headers } of mails) {
    const shown = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    report.line(`  mail to ${recipients}: ${subject} (${shown.join(', ')})`);
  }
  for (const line of countOperations(operations)) report.line(line);
}

function euros(minor: number): string {
  return (minor / 100).toFixed(2);
}

function isKeyOf<T extends object>(table: T, key: string): key is keyof T & string {
  return Object.hasOwn(table, key);
}
