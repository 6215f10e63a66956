import { parseArgs } from 'node:util';
import { packedSize } from '../budgets/packed.ts';
import { against, beforeFailover } from './against/against.ts';
import { startCannedServer } from './canned-server.ts';
import type { Group, Settings } from './group.ts';
import { measure } from './measure.ts';
import { report, say, type Verdict } from './report.ts';
import { authOidc } from './rows/auth-oidc.ts';
import { core } from './rows/core.ts';
import { emailSendgrid } from './rows/email-sendgrid.ts';
import { storageFs } from './rows/storage-fs.ts';
import { storageS3 } from './rows/storage-s3.ts';
import { telemetry } from './rows/telemetry.ts';

/** A part of the run, and what became of its targets. */
type Part = (settings: Settings) => Promise<readonly Verdict[]>;

const parts: Readonly<Record<string, Part>> = {
  core: async (settings) => [...(await contend(core, settings)), await weigh()],
  against: () => against(values.against),
  telemetry: (settings) => contend(telemetry, settings),
  'storage-s3': (settings) => contend(storageS3, settings),
  'storage-fs': (settings) => contend(storageFs, settings),
  'email-sendgrid': (settings) => contend(emailSendgrid, settings),
  'auth-oidc': (settings) => contend(authOidc, settings),
};

const help = `npm run bench [-- --only <group>] [--against <commit>] [--long]

CPU time of one call (all threads of this process), medians of interleaved rounds, each row beside the library that an
application would use without us, in the same run over the same server; and the size of core's main entry.

  --only <group>      only groups whose names begin so, several times if you like:
                      ${Object.keys(parts).join(', ')}
  --against <commit>  what core’s call is held against in the group \`against\`, both built, in processes that take turns;
                      default: ${beforeFailover.slice(0, 7)}, the last commit before failover groups and telemetry
  --long              bodies of 256 MiB in place of 32

Fails where a ratio is beyond its margin both by the medians and by the best rounds (other work on the machine only ever
adds, and seldom to both), or core is larger than 12 kB. Times and rates depend on the machine: they fail nothing. Where
the default of --against is not in the clone, as in a shallow one, its row is left out, in CI too, and the run says so.`;

const largestCore = 12 * 1024;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    only: { type: 'string', multiple: true, default: [''] },
    against: { type: 'string' },
    long: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = (await bench(values.only, values.long)) ? 0 : 1;

async function bench(only: readonly string[], isLong: boolean): Promise<boolean> {
  const chosen = Object.entries(parts).filter(([name]) => only.some((start) => name.startsWith(start)));
  if (chosen.length === 0) throw new Error(`--only: found ${only.join(', ')}; see --help.`);
  console.log(`Node ${process.version}`);
  await using server = await startCannedServer();
  const verdicts: Verdict[] = [];
  for (const [, part] of chosen) verdicts.push(...(await part({ url: server.url, isLong })));
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  const absent = count('absent') === 0 ? '' : `, ${count('absent')} not measured here`;
  console.log(
    `\nTargets: ${count('met')} met, ${count('missed')} missed within their margins, ${count('FAILED')} failed${absent}.`,
  );
  return count('FAILED') === 0;
}

async function contend(group: Group, settings: Settings): Promise<readonly Verdict[]> {
  await using open = await group(settings);
  const verdicts: Verdict[] = [];
  for (const contest of open.contests) verdicts.push(...report(contest, await measure(contest)));
  return verdicts;
}

async function weigh(): Promise<Verdict> {
  const { minified, gzipped } = await packedSize('packages/core');
  const figure = `${gzipped} bytes (${minified} minified)`;
  const verdict = gzipped <= largestCore ? 'met' : 'FAILED';
  return say(verdict, 'core’s main entry', figure, `at most ${largestCore}`);
}
