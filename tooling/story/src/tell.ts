import { type Browser, createBrowser } from './browser.ts';
import { type Chaos, chaoses } from './chaos.ts';
import { compareBooks, compareMails, compareObjects, compareSessions, compareTokens } from './compare.ts';
import type { FarSides } from './far-side.ts';
import { type Person, people } from './people.ts';
import { newPicture } from './picture.ts';
import { printFarSides } from './print.ts';
import { expectEqual, type Report } from './report.ts';
import { expectText, type Scene } from './scene.ts';
import { keepersBy } from './servers.ts';
import { signOut } from './sign-in.ts';
import { openShop, type Part, type Stage, type StageOptions, setStage } from './stage.ts';
import { closedTab, declined, expectPicture, refundInParts, secondThoughts } from './story.ts';

/** Tells the story from the first visit to the providers' books. */
export async function tell(report: Report, options: StageOptions): Promise<void> {
  await using stage = await report.step('Set up the providers', () => setStage(options));
  const picture = newPicture();
  const newBrowser = (): Browser =>
    createBrowser(({ status, url, title }) => options.onOutput?.(`    ${status} ${url}  ${title}\n`));
  const chaos = options.chaos && chaoses[options.chaos];
  const telling = { report, options, chaos, stage, picture, ada: newBrowser(), bob: newBrowser() };
  const orders = await firstDay(telling);
  const { auth } = options.cast;
  const title = `Sign-in: ${auth} knows both, and issued tokens once each`;
  const { tokens } = await visit(report, title, stage.parts.auth, compareTokens);
  await secondDay(telling, orders);
  const farSides = await visitAll(telling);
  if (chaos !== undefined)
    await report.step(`${options.chaos}: the provider saw it as the shop tells it`, async () =>
      chaos.compare(farSides),
    );
  printFarSides(report, { ...farSides, auth: { ...farSides.auth, tokens } });
}

interface Telling {
  readonly report: Report;
  readonly options: StageOptions;
  readonly chaos: Chaos | undefined;
  readonly stage: Stage;
  /** What Ada puts on her postcard. */
  readonly picture: Uint8Array<ArrayBuffer>;
  readonly ada: Browser;
  readonly bob: Browser;
}

/** Where the orders show that were placed. */
interface Orders {
  readonly ofAda: string;
  readonly ofBob: readonly [string, string];
}

/** Only the first mail of all can be in doubt, and the first buyer is Ada. */
function sceneOf({ report, chaos, ...browsers }: Telling, shop: string, name: 'ada' | 'bob'): Scene {
  const person: Person = people[name];
  const inDoubt = name === 'ada' ? (chaos?.inDoubt ?? 0) : 0;
  return { report, shop, person, browser: browsers[name], inDoubt };
}

async function firstDay(telling: Telling): Promise<Orders> {
  const { report, options, chaos, stage, picture } = telling;
  await using shop = await report.step('Start the shop', () => openShop(stage, options.onOutput));
  const keepers = keepersBy(options.server);
  await report.step(`State is kept by ${keepers.state}, jobs by ${keepers.jobs}`, async () => {
    for (const name of ['state', 'jobs'] as const)
      expectEqual(await keeperOf(shop.url, name), keepers[name], name);
  });
  const [ada, bob] = [sceneOf(telling, shop.url, 'ada'), sceneOf(telling, shop.url, 'bob')];
  const ofAda = await closedTab(ada, picture);
  await refundInParts(ada, ofAda);
  const ofBob = [await declined(bob, ofAda), await secondThoughts(bob)] as const;
  await chaos?.witness([{ ...ada, order: ofAda }, ...ofBob.map((order) => ({ ...bob, order }))]);
  await report.step('Jobs: no work of the shop was given up', async () =>
    expectText(await ada.browser.open(`${shop.url}/deliveries`), /Given up Nothing was given up/),
  );
  report.heading('Restart');
  await report.step('Stop the shop: it ends in good order', async () =>
    expectEqual(await shop.stop(), 0, 'Exit code'),
  );
  return { ofAda, ofBob };
}

/** Who keeps state or jobs, as the shop tells those who watch over it, and that it answers. */
async function keeperOf(shop: string, name: 'state' | 'jobs'): Promise<unknown> {
  const response = await fetch(`${shop}/health/integrations/${name}?deep`);
  const health: unknown = await response.json();
  expectEqual(response.status, 200, `Health of ${name}`);
  return Reflect.get(Object(health), 'provider');
}

/** Whoever was signed in still is. */
async function secondDay(telling: Telling, { ofAda, ofBob }: Orders): Promise<void> {
  const { report, options, chaos, stage, picture, ...browsers } = telling;
  const { step } = report;
  await using shop = await step('Start it again', () => openShop(stage, options.onOutput));
  const ada = sceneOf(telling, shop.url, 'ada');
  await step('All orders are there, as they were, for whose they are', async () => {
    expectText(await browsers.bob.open(ofBob[0]), /Paid €3\.00/);
    expectText(await browsers.bob.open(ofBob[1]), /Paid €2\.50/);
    expectText(await browsers.ada.open(ofAda), /Refunded €7\.00/);
  });
  await step('Storage: the picture is there too', async () =>
    expectPicture(ada, await browsers.ada.open(ofAda), picture),
  );
  if (chaos !== undefined)
    await chaos.mend?.({ ...ada, order: ofAda }, async () => stage.parts[chaos.at].recover?.());
  await step('Sign-in: Ada signs out, at the provider too', () => signOut(ada, ofAda));
  await step('Stop the shop', () => shop.stop());
}

async function visitAll({
  report,
  options: { cast },
  stage: { parts },
  picture,
}: Telling): Promise<FarSides> {
  const { payments, email, storage, auth } = parts;
  report.heading('The far side');
  return {
    payments: await visit(
      report,
      `Payment: the books of ${cast.payments} say what the shop says`,
      payments,
      compareBooks,
    ),
    email: await visit(
      report,
      `Email: ${cast.email} took each mail once, as it was meant`,
      email,
      (mailbag) => compareMails(mailbag, picture),
    ),
    storage: await visit(
      report,
      `Storage: ${cast.storage} has the picture, byte for byte`,
      storage,
      (warehouse) => compareObjects(warehouse, picture),
    ),
    auth: await visit(report, `Sign-in: ${cast.auth} has ended the session of Ada`, auth, compareSessions),
  };
}

/** Reads what a provider has, and compares it with what it should have. */
function visit<T>({ step }: Report, title: string, part: Part<T>, compare: (found: T) => void): Promise<T> {
  return step(title, async () => {
    const found = await part.farSide();
    compare(found);
    return found;
  });
}
