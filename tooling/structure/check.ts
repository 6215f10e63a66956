import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkWorkspace } from './src/check-workspace.ts';
import { rules } from './src/rules.ts';
import { readBuiltFiles, readTree } from './src/tree.ts';
import { packageFolders, readWorkspace } from './src/workspace.ts';

// node tooling/structure/check.ts [root] [--built]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { built: { type: 'boolean' } },
});
const root = resolve(positionals[0] ?? '.');
const tree = readTree(root);
const builtFiles = values.built === true ? readBuiltFiles(root, packageFolders(tree)) : undefined;
const violations = checkWorkspace(readWorkspace(tree, builtFiles));

for (const { path, line, rule, wrong, fix } of violations) {
  console.log(`${path}:${line}  ${rule}  ${wrong}  ${fix}`);
}
for (const { id, says } of rules.filter((rule) =>
  violations.some((violation) => violation.rule === rule.id),
)) {
  console.log(`rule ${id}: ${says}`);
}
const count = `${violations.length} violation${violations.length === 1 ? '' : 's'}`;
console.log(`structure: ${count} of ${rules.length} rules in ${tree.size} files`);
process.exitCode = violations.length === 0 ? 0 : 1;
