import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endAll } from './command.ts';
import { forms, rehearse } from './rehearsal.ts';
import { createReport, StepFailed } from './report.ts';

const help = `Usage: npm run rehearse [-- <options>]

Rehearses a release of the last commit on loopback: versions, changelogs, build, publint and attw on every tarball, and
publishing to a registry that this starts. Strangers then install from it in folders outside the repository, by npm and
by pnpm, on Node 20, 22, 24 and 26. They import and require; pay, are declined and wait for a vendor that hangs; compile
under TypeScript 5.9, 6 and 7; and verify a webhook where there is nothing of Node. A second release then has a minor of
core and contract, and the adapter of the first is used beside it. Ends with what each package costs.

  --short   oldest and newest Node, npm, TypeScript 5.9 and 7; tarballs are not judged: \`npm run pack:check\` does that
  --keep    the folders that it has worked in stay, and their place is told
  --help

What is fetched for it stays in node_modules/.cache/rehearse. Other packages come from the registry that npm is set to.`;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, endAll);
  const report = createReport((text) => void process.stdout.write(text));
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'patchbay-rehearse-'));
  try {
    await rehearse(report, values.short ? forms.short : forms.whole, folder);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  } finally {
    if (values.keep) report.line(`\nKept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
  return report.close() ? 0 : 1;
}
