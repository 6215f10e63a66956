// A thousand calls that are given up, each phase of a call in turn, in a process of its own:
// node aborts.ts [calls] [module that exports the `fetch` of the calls]
import { count, type Figure, report } from '../report.ts';
import { type GivenUp, giveUp } from './give-up.ts';
import { judgeCounts, judgePhase, lateMs, percentile } from './judge.ts';
import { type Phase, phases } from './phases.ts';
import { openScene } from './scene.ts';

process.on('disconnect', () => process.exit());
const [calls = '1000', module] = process.argv.slice(2);
const { fetch: base } =
  module === undefined ? { fetch } : ((await import(module)) as { fetch: typeof fetch });

const counts = new Map<Phase['of'], number>();
const figures: Figure[] = [['phase', head()]];
const wrong: string[] = [];
const all: GivenUp['endings'][number][] = [];
for (const phase of phases) {
  await using scene = await openScene(phase, base);
  const share = Math.round((phase.share * Number(calls)) / 1000);
  const found = await giveUp(scene, phase, share);
  figures.push([phase.name, rowOf(phase, found)]);
  wrong.push(...judgePhase(phase, found));
  counts.set(phase.of, (counts.get(phase.of) ?? 0) + share);
  all.push(...found.endings);
}
wrong.push(...judgeCounts(counts, Number(calls) / 10));
figures.push(['all', `${count(all.length).padStart(5)} ${percentile(all, 0.99).toFixed(1).padStart(9)}`]);
report(`aborts: ${calls} calls given up; p99 at most ${lateMs} ms beyond the lag`, figures, wrong);
process.exit();

function head(): string {
  return 'calls    p99 ms   max ms   lag ms   requests   sockets closed   error';
}

function rowOf(phase: Phase, { endings, lagMs, requests, opened, closed }: GivenUp): string {
  const times = [percentile(endings, 0.99), percentile(endings, 1), lagMs].map((ms) => ms.toFixed(1));
  const [p99 = '', most = '', lag = ''] = times;
  const sockets = phase.hasSocket ? `${closed} of ${opened}` : '–';
  return [
    count(endings.length).padStart(5),
    p99.padStart(9),
    most.padStart(8),
    lag.padStart(8),
    count(requests).padStart(10),
    sockets.padStart(16),
    `  aborted, ${phase.outcome}`,
  ].join(' ');
}
