import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkChanges } from './check-changes.ts';
import { toText } from './judge.ts';

const help = `Usage: npm run changes [-- --since <branch>]

Whether the changesets say what is true: each package whose published source changed is named in one, and none is named
with less than its difference needs. What needs how much stands in VERSIONING.md; declarations are compared as their
api.md has them (npm run api), with those of the last release, which its git tag has.

  --since <branch>  where a pull request goes: what changed since the two parted must be named by changesets of its own;
                    default: what changed since the last release must be named
  --root <folder>   of another checkout; default: this one
  --help`;

const { values } = parseArgs({
  options: {
    since: { type: 'string' },
    root: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = await main(values.root, values.since);

async function main(root: string, branch: string | undefined): Promise<number> {
  const { changesets, packages, findings, problems } = await checkChanges(root, branch);
  for (const text of [...problems, ...findings.map(toText)]) console.log(`${text}\n`);
  const verdicts = [
    ...(findings.length > 0 ? [`${findings.length} packages need another`] : []),
    ...(problems.length > 0 ? [`${problems.length} other problems`] : []),
  ];
  const verdict = verdicts.join(', ') || 'each says what is true';
  console.log(`changes: ${changesets} changesets for ${packages} packages; ${verdict}`);
  return verdicts.length === 0 ? 0 : 1;
}
