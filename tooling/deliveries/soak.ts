import { join } from 'node:path';
import { controlDisk } from './control-disk.ts';
import { delivery } from './deliveries.ts';
import { openEffects } from './effects.ts';
import {
  acknowledged,
  type Figure,
  figuresOf,
  megabytes,
  milliseconds,
  progress,
  report,
} from './figures.ts';
import { type Growth, growthOf, rowsTooMany, type Sample } from './growth.ts';
import { judge } from './judge.ts';
import { rowsOf } from './rows.ts';
import { type Sent, sendAll, sendPaced } from './sender.ts';
import { type Server, startServer, untilQuiet } from './server.ts';
import { type Store, type StoreName, startStore } from './stores.ts';

const mostHeapPerMinute = 1_000_000;
const yearMs = 365 * 86_400_000;

interface Size {
  readonly seconds: number;
  /** Of what the server can do, events a second. */
  readonly paceOf: (capacity: number) => number;
  readonly retentionMs: number;
  /** So many events tell what it can do; the whole soak's are longer under way than what is done is remembered. */
  readonly probe: number;
  readonly objects: number;
  readonly sampleMs: number;
}

const whole = {
  paceOf: (capacity: number) => Math.floor(capacity * 0.7),
  retentionMs: 30_000,
  probe: 15_000,
  objects: 5000,
  sampleMs: 5000,
};
/** Too short for a heap to show anything. What the probe leaves behind is more than all that may be there later. */
const short: Size = {
  seconds: 30,
  paceOf: () => 30,
  retentionMs: 10_000,
  probe: 2000,
  objects: 200,
  sampleMs: 2000,
};

/** 70 % of what the server can do, for a time: nothing grows, nothing is lost. */
export async function soak(store: StoreName, seconds: number): Promise<boolean> {
  const size = { ...whole, seconds };
  const { title, figures, growth, wrong } = await load(store, size);
  const { heapPerMinute } = growth;
  const isGrowing = heapPerMinute > mostHeapPerMinute;
  return report(
    title,
    [...figures, ['heap, per minute over the last 80 %', megabytes(heapPerMinute)], rowsFigure(growth)],
    [
      ...wrong,
      ...(isGrowing ? [`the heap grows by ${megabytes(heapPerMinute)} a minute`] : []),
      ...rowsTooMany(growth),
    ],
  );
}

/**
 * Two short ones beside each other, of which one drops nothing: its rows are too many, and those of the other are not.
 */
export async function soakWithoutRetention(store: StoreName): Promise<boolean> {
  const [kept, planted] = await Promise.all([load(store, short), load(store, short, yearMs)]);
  const found = rowsTooMany(planted.growth);
  const isWell = report(
    `${kept.title}, with retention`,
    [...kept.figures, rowsFigure(kept.growth)],
    [...kept.wrong, ...rowsTooMany(kept.growth)],
  );
  const isShown = report(
    `${planted.title}, without retention`,
    [...planted.figures, rowsFigure(planted.growth), ['what the soak says', found.join()]],
    [...planted.wrong, ...(found.length > 0 ? [] : ['the soak takes the rows for few enough'])],
  );
  return isWell && isShown;
}

interface Ran {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly growth: Growth;
  /** Beside what grows. */
  readonly wrong: readonly string[];
}

/** Where the server keeps what is done for another time than is judged, that is planted. */
async function load(store: StoreName, size: Size, keepMs = size.retentionMs): Promise<Ran> {
  const { seconds, paceOf, probe } = size;
  await using kept = await startStore(store);
  const effectsFile = join(kept.folder, 'effects.sqlite');
  const settings = { store, where: kept.where, effectsFile, retentionMs: keepMs, concurrency: 8 };
  await using server = await startServer({ ...settings, planted: 'none' });
  const { perSecond: capacity, sent: before } = await measure(server, probe);
  const perSecond = paceOf(capacity);
  const { sent, samples, longestSyncMs } = await sendFor(server, kept, perSecond, size);
  const { errors } = await untilQuiet(server, 60_000);
  const effects = await openEffects(effectsFile);
  const found = judge([...before, ...sent], effects.all());
  effects.close();
  return {
    title: `${store}: ${perSecond} events a second (of ${capacity.toFixed(0)} that it can do) for ${seconds} s`,
    figures: [
      ...figuresOf(acknowledged(sent)),
      ['longest sync of a control file', milliseconds(longestSyncMs)],
      ['sent', String(sent.length + before.length)],
    ],
    growth: growthOf(samples, { ...size, perSecond }),
    wrong: [
      ...found,
      ...Object.entries(errors).map(([text, times]) => `the store failed ${times} times: ${text}`),
    ],
  };
}

function rowsFigure({ rows: { median, most }, mostRows }: Growth): Figure {
  return ['rows, median of the last 80 %', `${median} (bound ${mostRows}; at most ${most})`];
}

async function sendFor(
  server: Server,
  kept: Store,
  perSecond: number,
  { seconds, objects, sampleMs }: Size,
): Promise<{
  readonly sent: readonly Sent[];
  readonly samples: readonly Sample[];
  readonly longestSyncMs: number;
}> {
  const sampling = sample(server, kept, sampleMs);
  const disk = controlDisk(kept.folder);
  const count = perSecond * seconds;
  const sent = await sendPaced(
    [server.url],
    { perSecond, count, make: (index) => delivery('genuine', `evt_${index}`, `pi_${index % objects}`) },
    progress(`${kept.name}, soaking`, count),
  );
  const [samples, longestSyncMs] = [await sampling.stop(), await disk.stop()];
  return { sent, samples, longestSyncMs };
}

/** How many events a second the server takes and works through. */
async function measure(
  server: Server,
  probe: number,
): Promise<{ readonly perSecond: number; readonly sent: readonly Sent[] }> {
  const events = Array.from({ length: probe }, (_, index) =>
    delivery('genuine', `evt_probe_${index}`, `pi_probe_${index % 500}`),
  );
  const startedAt = performance.now();
  const sent = await sendAll([server.url], events, progress('capacity', probe));
  await untilQuiet(server, 120_000);
  return { perSecond: (probe * 1000) / (performance.now() - startedAt), sent };
}

function sample(server: Server, store: Store, everyMs: number): { stop(): Promise<readonly Sample[]> } {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const over = new AbortController();
  const run = (async () => {
    while (!over.signal.aborted) {
      const [heap, rows] = [await server.heap(), await rowsOf(store)];
      samples.push({ atMs: performance.now() - startedAt, heap, rows });
      await new Promise((resolve) => setTimeout(resolve, everyMs));
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
