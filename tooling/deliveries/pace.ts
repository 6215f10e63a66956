import { join } from 'node:path';
import { controlTimer } from '@patchbay/tooling-presets/control-timer';
import { delivery } from './deliveries.ts';
import { openEffects } from './effects.ts';
import { type Acknowledged, acknowledged, figuresOf, milliseconds, progress, report } from './figures.ts';
import { judge } from './judge.ts';
import { sendPaced } from './sender.ts';
import { startServer, untilQuiet } from './server.ts';
import { type StoreName, startStore } from './stores.ts';

const perSecond = 200;
const mostP99Ms = 50;
const warmUp = 200;
const mostRounds = 3;
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
  const sent = [...(await run('warming up', warmUp))];
  const rounds: Round[] = [];
  do {
    const control = controlTimer();
    const paced = await run(`paced-${rounds.length + 1}`, perSecond * forSeconds);
    rounds.push({ ...acknowledged(paced), lagMs: control.stop() });
    sent.push(...paced);
  } while (held.includes(store) && !rounds.some(isInTime) && rounds.length < mostRounds);
  const { errors } = await untilQuiet(server, 60_000);
  const effects = await openEffects(effectsFile);
  const found = judge(sent, effects.all());
  effects.close();
  const best = rounds.find(isInTime) ?? rounds.toSorted((one, other) => one.p99Ms - other.p99Ms)[0];
  if (best === undefined) throw new Error('Nothing was measured.');
  return report(
    `${store}: ${perSecond} events a second for ${forSeconds} s, one server, round ${rounds.indexOf(best) + 1} of ${rounds.length}`,
    [...figuresOf(best), ['lag of a control timer', milliseconds(best.lagMs)]],
    [
      ...found,
      ...(held.includes(store) ? lateness(rounds) : []),
      ...Object.entries(errors).map(([text, times]) => `the store failed ${times} times: ${text}`),
    ],
  );
}

/** One measurement, beside a timer that does nothing else. */
interface Round extends Acknowledged {
  readonly lagMs: number;
}

function isInTime({ p99Ms, lagMs }: Round): boolean {
  return p99Ms <= mostP99Ms + lagMs;
}

/** Wrong when no round was in time, unless plain timers were as late in each: then the machine cannot tell. */
function lateness(rounds: readonly Round[]): readonly string[] {
  if (rounds.some(isInTime)) return [];
  const times = rounds.map(({ p99Ms, lagMs }) => `${milliseconds(p99Ms)} (timers ${milliseconds(lagMs)})`);
  if (rounds.every(({ lagMs }) => lagMs > mostP99Ms)) {
    console.log(
      `  NOT JUDGED: timers alone were later than ${mostP99Ms} ms in every round: ${times.join(', ')}`,
    );
    return [];
  }
  return [`p99 is ${times.join(', ')}, at most ${mostP99Ms} ms beyond the timers is allowed`];
}
