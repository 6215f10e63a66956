import { parseArgs } from 'node:util';
import { burst } from './burst.ts';
import { pace } from './pace.ts';
import { soak, soakWithoutRetention } from './soak.ts';
import { isStoreName, type StoreName } from './stores.ts';

const help = `Usage: npm run deliveries [-- <options>]

Sends webhooks over loopback, signed by Stripe's own SDK, to servers in processes of their own, and counts their effects in
a table that has no rule of its own.

  burst     10,000 deliveries from 8 connections to two servers on one store: each event 1 to 4 times, shuffled, one in
            twenty forged, stale or truncated. Every genuine event has one effect, in its turn; no other has any.
  planted   a burst without dedupe, which has to show duplicates; and a short soak without retention, which has to show rows
            that are never dropped, beside one with it, which must not.
  pace      200 events a second: how long an acknowledgement takes; p99 at most 50 ms on SQLite and Redis.
  soak      70 % of what the server can do, with retention at 30 s: the heap and the tables do not grow.

  --only <name>     one of these; default all
  --store <name>    sqlite, redis or postgres; default: burst on redis and postgres, planted and soak on sqlite, pace on all
  --count <n>       deliveries of a burst; default 10000
  --seconds <n>     of pace and soak; default 15 and 90
  --seed <n>        of the burst's order; default: another one each time
  --help`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    store: { type: 'string' },
    count: { type: 'string', default: '10000' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    help: { type: 'boolean', default: false },
  },
});

interface Given {
  readonly count: number;
  readonly seed: number;
  readonly seconds: number | undefined;
}

const runs: Readonly<
  Record<string, { readonly on: readonly StoreName[]; run(store: StoreName, given: Given): Promise<boolean> }>
> = {
  burst: {
    on: ['redis', 'postgres'],
    run: (store, { count, seed }) => burst(store, { count, seed, planted: 'none' }),
  },
  planted: {
    on: ['sqlite'],
    run: async (store, { count, seed }) => {
      const isShown = await burst(store, { count: count / 10, seed, planted: 'dedupe' });
      return (await soakWithoutRetention(store)) && isShown;
    },
  },
  pace: { on: ['sqlite', 'redis', 'postgres'], run: (store, { seconds = 15 }) => pace(store, seconds) },
  soak: { on: ['sqlite'], run: (store, { seconds = 90 }) => soak(store, seconds) },
};

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const { only, store } = values;
  const given = {
    count: Number(values.count),
    seed: Number(values.seed),
    seconds: values.seconds === undefined ? undefined : Number(values.seconds),
  };
  const isRight =
    [given.count, given.seed, given.seconds ?? 1].every(
      (figure) => Number.isInteger(figure) && figure >= 0,
    ) &&
    (only === undefined || Object.hasOwn(runs, only)) &&
    (store === undefined || isStoreName(store));
  if (!isRight) {
    console.error(help);
    return 2;
  }
  let isWell = true;
  for (const [name, { on, run }] of Object.entries(runs)) {
    if (only !== undefined && name !== only) continue;
    for (const one of store !== undefined && isStoreName(store) ? [store] : on)
      isWell = (await run(one, given)) && isWell;
  }
  return isWell ? 0 : 1;
}
