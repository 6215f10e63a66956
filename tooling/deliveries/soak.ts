import { join } from 'node:path';
import { delivery } from './deliveries.ts';
import { openEffects } from './effects.ts';
import { acknowledged, figuresOf, megabytes, progress, report } from './figures.ts';
import { judge } from './judge.ts';
import { type Rows, rowsOf } from './rows.ts';
import { type Sent, sendAll, sendPaced } from './sender.ts';
import { type Inside, type Server, startServer, untilQuiet } from './server.ts';
import { type Store, type StoreName, startStore } from './stores.ts';

const retentionMs = 30_000;
const share = 0.7;
const probe = 3000;
const sampleMs = 5000;
const mostGrowthPerMinute = 1_000_000;
/** What is kept beyond its time until a write sweeps it, as a part of what is kept. */
const sweepSlack = 2;

interface Sample {
  readonly atMs: number;
  readonly inside: Inside;
  readonly rows: Rows;
}

/** 70 % of what the server can do, for a time: nothing grows, nothing is lost. */
export async function soak(store: StoreName, forSeconds: number): Promise<boolean> {
  await using kept = await startStore(store);
  const effectsFile = join(kept.folder, 'effects.sqlite');
  const settings = { store, where: kept.where, effectsFile, retentionMs, concurrency: 8 };
  await using server = await startServer({ ...settings, planted: 'none' });
  const { perSecond: capacity, sent: before } = await measure(server);
  const perSecond = Math.floor(capacity * share);
  const count = perSecond * forSeconds;
  const samples = sampling(server, kept);
  const sent = await sendPaced(
    [server.url],
    { perSecond, count, make: (index) => delivery('genuine', `evt_${index}`, `pi_${index % 5000}`) },
    progress(`${store}, soaking`, count),
  );
  const taken = await samples.stop();
  const { errors } = await untilQuiet(server, 60_000);
  const effects = await openEffects(effectsFile);
  const found = judge([...before, ...sent], effects.all());
  effects.close();
  const growth = growthPerMinute(taken);
  const rows = Math.max(...taken.map((sample) => sample.rows.records + sample.rows.jobs));
  const mostRows = 2 * perSecond * (retentionMs / 1000) * sweepSlack + 2 * probe;
  return report(
    `${store}: ${perSecond} events a second (70 % of ${capacity.toFixed(0)}) for ${forSeconds} s`,
    [
      ...figuresOf(acknowledged(sent)),
      ['sent', String(sent.length + before.length)],
      ['heap, per minute over the last 80 %', megabytes(growth)],
      ['rows at most', `${rows} (bound ${mostRows.toFixed(0)})`],
    ],
    [
      ...found,
      ...(growth > mostGrowthPerMinute ? [`the heap grows by ${megabytes(growth)} a minute`] : []),
      ...(rows > mostRows ? [`${rows} rows, at most ${mostRows.toFixed(0)} are allowed`] : []),
      ...Object.entries(errors).map(([text, times]) => `the store failed ${times} times: ${text}`),
    ],
  );
}

/** How many events a second the server takes and works through. */
async function measure(
  server: Server,
): Promise<{ readonly perSecond: number; readonly sent: readonly Sent[] }> {
  const events = Array.from({ length: probe }, (_, index) =>
    delivery('genuine', `evt_probe_${index}`, `pi_probe_${index % 500}`),
  );
  const startedAt = performance.now();
  const sent = await sendAll([server.url], events, progress('capacity', probe));
  await untilQuiet(server, 120_000);
  return { perSecond: (probe * 1000) / (performance.now() - startedAt), sent };
}

function sampling(server: Server, store: Store): { stop(): Promise<readonly Sample[]> } {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const over = new AbortController();
  const run = (async () => {
    while (!over.signal.aborted) {
      const [inside, rows] = [await server.inside(), await rowsOf(store)];
      samples.push({ atMs: performance.now() - startedAt, inside, rows });
      await new Promise((resolve) => setTimeout(resolve, sampleMs));
    }
  })();
  return {
    async stop() {
      over.abort();
      await run;
      return samples;
    },
  };
}

/** The slope of the straight line through the last 80 % of the samples, in bytes a minute. */
function growthPerMinute(samples: readonly Sample[]): number {
  const late = samples.slice(Math.floor(samples.length / 5));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [time, heap] = [mean(late.map(({ atMs }) => atMs)), mean(late.map(({ inside }) => inside.heap))];
  const across = late.reduce((sum, { atMs, inside }) => sum + (atMs - time) * (inside.heap - heap), 0);
  const along = late.reduce((sum, { atMs }) => sum + (atMs - time) ** 2, 0);
  return (across / along) * 60_000;
}
