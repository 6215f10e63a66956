import { join } from 'node:path';
import { controlTimer } from '@patchbay/tooling-presets/control-timer';
import { delivery } from './deliveries.ts';
import { openEffects } from './effects.ts';
import { acknowledged, figuresOf, milliseconds, progress, report } from './figures.ts';
import { judge } from './judge.ts';
import { sendPaced } from './sender.ts';
import { startServer, untilQuiet } from './server.ts';
import { type StoreName, startStore } from './stores.ts';

const perSecond = 200;
const mostP99Ms = 50;
const warmUp = 200;
/** Postgres is printed, and held to nothing: its time is that of its disk. */
const held: readonly StoreName[] = ['sqlite', 'redis'];

/** 200 events a second for a time, whether or not the server keeps up. */
export async function pace(store: StoreName, forSeconds: number): Promise<boolean> {
  await using kept = await startStore(store);
  const effectsFile = join(kept.folder, 'effects.sqlite');
  const settings = { store, where: kept.where, effectsFile, retentionMs: 3_600_000, concurrency: 8 };
  await using server = await startServer({ ...settings, planted: 'none' });
  const make = (run: string) => (index: number) =>
    delivery('genuine', `evt_${run}_${index}`, `pi_${index % 500}`);
  const run = (name: string, count: number) =>
    sendPaced([server.url], { perSecond, count, make: make(name) }, progress(`${store}, ${name}`, count));
  const before = await run('warming up', warmUp);
  const control = controlTimer();
  const sent = await run('paced', perSecond * forSeconds);
  const lagMs = control.stop();
  const { errors } = await untilQuiet(server, 60_000);
  const effects = await openEffects(effectsFile);
  const found = judge([...before, ...sent], effects.all());
  effects.close();
  const figures = acknowledged(sent);
  const isLate = held.includes(store) && figures.p99Ms > mostP99Ms + lagMs;
  return report(
    `${store}: ${perSecond} events a second for ${forSeconds} s, one server`,
    [...figuresOf(figures), ['lag of a control timer', milliseconds(lagMs)]],
    [
      ...found,
      ...(isLate ? [`p99 is ${milliseconds(figures.p99Ms)}, at most ${mostP99Ms} ms is allowed`] : []),
      ...Object.entries(errors).map(([text, times]) => `the store failed ${times} times: ${text}`),
    ],
  );
}
