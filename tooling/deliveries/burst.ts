import { join } from 'node:path';
import { seededRandom } from '@patchbay/testing';
import { shuffledDeliveries } from './deliveries.ts';
import { openEffects } from './effects.ts';
import { acknowledged, figuresOf, progress, report, seconds } from './figures.ts';
import { judge } from './judge.ts';
import { sendAll } from './sender.ts';
import { startServer, untilQuiet } from './server.ts';
import { type StoreName, startStore } from './stores.ts';

/** What is sent, and what is broken on purpose. */
export interface Burst {
  readonly count: number;
  readonly seed: number;
  readonly planted: 'dedupe' | 'none';
}

const patienceMs = 300_000;

/**
 * Shuffled deliveries as fast as two servers on one store take them: each genuine event has one effect, in its turn.
 */
export async function burst(store: StoreName, { count, seed, planted }: Burst): Promise<boolean> {
  await using kept = await startStore(store);
  const effectsFile = join(kept.folder, 'effects.sqlite');
  const settings = { store, where: kept.where, effectsFile, retentionMs: 3_600_000, concurrency: 8, planted };
  await using first = await startServer(settings);
  await using second = await startServer(settings);
  const deliveries = shuffledDeliveries(count, seededRandom(seed));
  const startedAt = performance.now();
  const sent = await sendAll([first.url, second.url], deliveries, progress(`${store}, sent`, count));
  const { queue, errors } = await untilQuiet(first, patienceMs);
  const tookMs = performance.now() - startedAt;
  const effects = await openEffects(effectsFile);
  const all = effects.all();
  effects.close();
  const genuine = new Set(
    sent.flatMap(({ delivery }) => (delivery.kind === 'genuine' ? [delivery.eventId] : [])),
  );
  const found = judge(sent, all);
  const wrong = [
    ...(planted === 'none' ? found : shouldRepeat(found)),
    ...(queue.dead === 0 ? [] : [`${queue.dead} jobs were given up`]),
    ...Object.entries(errors).map(([text, times]) => `the store failed ${times} times: ${text}`),
  ];
  const title = `${store}: ${count} deliveries, 8 connections, 2 servers, seed ${seed}`;
  return report(
    planted === 'none' ? title : `${title}, without dedupe`,
    [
      ['genuine events', String(genuine.size)],
      ['effects', String(all.length)],
      ...figuresOf(acknowledged(sent)),
      ['all effects after', seconds(tookMs)],
    ],
    wrong,
  );
}

const repetition = /had \d+ effects/;

/** Where dedupe is taken away, the run has to show it. */
function shouldRepeat(found: readonly string[]): readonly string[] {
  const answers = found.filter((phrase) => phrase.includes('was answered'));
  return found.some((phrase) => repetition.test(phrase)) ? answers : ['no event had two effects'];
}
