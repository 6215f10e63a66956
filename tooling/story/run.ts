import { parseArgs } from 'node:util';
import { createBrowser } from './src/browser.ts';
import { countOperations, type FarSide } from './src/far-side.ts';
import { createReport, expectEqual, type Report, StoryFailed } from './src/report.ts';
import { openShop, type Provider, type StageOptions, setStage } from './src/stage.ts';
import {
  closedTab,
  declined,
  ending,
  expectText,
  refundInParts,
  type Scene,
  secondThoughts,
} from './src/story.ts';

const help = `Usage: npm run story [-- <options>]

Starts the built shop, buys, pays and refunds as a browser without scripts would, restarts the shop,
and compares its orders with the provider's own books.

  --payments <provider>   sandbox (default) or stripe: its fake runs in a process of its own
  --fault <status>        the fake answers every request with this HTTP status; the story must fail
  --times <n>             how often to tell it, 1 by default; the first failure ends it
  --headless-verbose      also print every page that is loaded, and what the shop prints
  --help`;

const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: 'sandbox' },
    fault: { type: 'string' },
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
  const { payments: provider, fault, 'headless-verbose': isVerbose } = values;
  if (!isProvider(provider) || (fault !== undefined && provider !== 'stripe')) {
    console.error(
      fault === undefined ? `There is no story for ${provider}.` : '--fault needs --payments stripe.',
    );
    console.error(`\n${help}`);
    return 2;
  }
  const report = createReport();
  report.line(`Postcard Shop, payments by ${provider}, Node ${process.version}`);
  const onOutput = isVerbose ? (text: string) => void process.stdout.write(text) : undefined;
  try {
    await tell(report, { provider, fault: fault === undefined ? undefined : Number(fault), onOutput });
  } catch (error) {
    if (!(error instanceof StoryFailed)) throw error;
  }
  return report.close() ? 0 : 1;
}

async function tell(report: Report, options: StageOptions): Promise<void> {
  const { onOutput } = options;
  await using stage = await report.step('Set up the provider', () => setStage(options));
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
  const farSide = await report.step(`Read the books of ${options.provider}`, () => stage.farSide());
  await report.step('They say what the shop says', async () => compare(farSide));
  printFarSide(report, farSide);
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

function compare(farSide: FarSide): void {
  for (const name of ['captured', 'refunded', 'charges', 'refunds'] as const) {
    expectEqual(farSide[name], ending[name], `The provider's ${name}`);
  }
}

function printFarSide(report: Report, { captured, refunded, charges, refunds, operations }: FarSide): void {
  report.heading('The far side');
  report.line(`  captured  EUR ${euros(captured)} in ${charges} charges`);
  report.line(`  refunded  EUR ${euros(refunded)} in ${refunds} refunds`);
  for (const line of countOperations(operations)) report.line(line);
}

function euros(minor: number): string {
  return (minor / 100).toFixed(2);
}

function isProvider(text: string): text is Provider {
  return text === 'sandbox' || text === 'stripe';
}
