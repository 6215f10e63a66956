import { parseArgs } from 'node:util';
import type { Kill } from './draw.ts';
import { judge } from './judge.ts';
import { phaseNames } from './phases.ts';
import { isPlantName, type PlantName, planted, plantNames } from './planted.ts';
import { play } from './play.ts';
import { firstOf, neverHit, printFigures, tell } from './report.ts';
import type { StoreName } from './settings.ts';
import { isStoreName, storeNames } from './stores.ts';

const help = `Usage: npm run kills [-- <options>]

Kills a server, a worker or both with SIGKILL, in the midst of orders that are paid and mails that are sent, and starts
them again. Every process ends exactly at the phase that was drawn for it, and each phase is hit. In the end the books of
the vendors' fakes are read:

  every order was charged once and is paid; every mail was accepted at most once, and was accepted or is listed as
  unresolved, which only one is that a killed process was sending; no other job is dead, and none is left.

The vendor delivers webhooks again until they are acknowledged, customers send their orders again until they are answered.
Only the ledgers' clock goes five times faster: what waits 40 seconds for a lost process waits 8 here.

  --store <name>    sqlite or postgres; default both
  --kills <n>       on each store; default 20. Each phase is hit where there are ${phaseNames.length} or more
  --orders <n>      that come for each kill, 3 or more; default 6
  --seed <n>        of the moments; default: another one each time
  --planted <name>  with a guard broken, which must be found, of: all, ${plantNames.join(', ')}
  --help`;

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    kills: { type: 'string', default: '20' },
    orders: { type: 'string', default: '6' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    planted: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = await main();

interface Figures {
  readonly kills: number;
  readonly ordersPerKill: number;
  readonly seed: number;
}

async function main(): Promise<number> {
  const { store, planted: plant } = values;
  const figures = {
    kills: Number(values.kills),
    ordersPerKill: Number(values.orders),
    seed: Number(values.seed),
  };
  const isRight =
    Object.values(figures).every((figure) => Number.isInteger(figure) && figure >= 0) &&
    figures.kills >= 1 &&
    figures.ordersPerKill >= 3 &&
    (store === undefined || isStoreName(store)) &&
    (plant === undefined || plant === 'all' || isPlantName(plant));
  if (!isRight) {
    console.error(help);
    return 2;
  }
  const stores = storeNames.filter((name) => store === undefined || name === store);
  const plants =
    plant === undefined ? [undefined] : plantNames.filter((name) => [name, 'all'].includes(plant));
  let isWell = true;
  for (const name of stores) for (const one of plants) isWell = (await playOn(name, figures, one)) && isWell;
  return isWell ? 0 : 1;
}

async function playOn(store: StoreName, figures: Figures, plant: PlantName | undefined): Promise<boolean> {
  const without = plant === undefined ? '' : `, with a broken guard: ${plant}`;
  console.log(`\n${store}: ${figures.kills} kills, seed ${figures.seed}${without}`);
  const startedAt = performance.now();
  let count = 0;
  const missed: string[] = [];
  const onKill = (kill: Kill, isHit: boolean): void => {
    count += 1;
    if (!isHit) missed.push(`${kill.phase} was never reached`);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      `  ${String(count).padStart(3)}  ${tell(kill)}${isHit ? '' : 'MISSED  '}${seconds.padStart(6)} s`,
    );
  };
  const { books, failures } = await play({ store, ...figures, planted: plant, onKill });
  printFigures(books);
  const unhit = figures.kills < phaseNames.length ? [] : neverHit(books);
  const wrong = [...missed, ...unhit, ...failures];
  const found = judge(books);
  const isWell =
    plant === undefined ? found.length === 0 : found.some((phrase) => planted[plant].test(phrase));
  for (const phrase of wrong) console.log(`  FAIL  ${phrase}`);
  for (const phrase of firstOf(found)) console.log(`  ${plant === undefined ? 'FAIL' : 'found'}  ${phrase}`);
  if (plant !== undefined && !isWell) console.log(`  FAIL  ${plant} was not found`);
  const isAll = isWell && wrong.length === 0;
  if (isAll) console.log(`  ok, after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  return isAll;
}
