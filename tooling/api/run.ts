import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTree } from '../structure/src/tree.ts';
import { emitDeclarations } from './declarations.ts';
import { differenceOf } from './difference.ts';
import { missingDependencies, publishedPackages } from './packages.ts';
import { reportOf } from './report.ts';

const help = `Usage: npm run api [-- --check]

Writes what users of each published package can import, as declarations without comments, into the api.md beside its
package.json. A change to such a page is a change to what was promised: read it in review as you read code.

  --check  writes nothing; prints what differs and exits with 1
  --root   <folder> of another checkout; default: this one
  --help`;

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    root: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = main(values.root, values.check);

function main(root: string, isCheck: boolean): number {
  const packages = publishedPackages(root, readTree(root).keys());
  const missing = new Set(packages.flatMap((owner) => missingDependencies(root, owner)));
  if (missing.size > 0) {
    console.error(`Not installed: ${[...missing].join(', ')}. Install the workspace first (npm test does).`);
    return 1;
  }
  const modules = new Map(packages.flatMap(({ entries }) => [...entries]));
  const declarations = emitDeclarations(root, modules);
  const stale = packages.flatMap((owner) => {
    const page = join(owner.folder, 'api.md');
    const path = join(root, page);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const after = reportOf(owner, declarations);
    return before === after ? [] : [{ page, path, before, after }];
  });
  for (const { page, path, before, after } of stale) {
    if (isCheck) console.log(`${page} is not what the sources declare:\n${differenceOf(before, after)}\n`);
    else writeFileSync(path, after);
  }
  console.log(`api: ${packages.length} packages, ${stale.length} ${isCheck ? 'out of date' : 'written'}`);
  if (isCheck && stale.length > 0) console.log('Run `npm run api`, read the difference and commit it.');
  return isCheck && stale.length > 0 ? 1 : 0;
}
