import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { roomOf } from './src/adapter-rooms.ts';
import { faceOf, faceOrders, filesOf } from './src/room-faces.ts';
import { uniformity } from './src/rules/uniformity.ts';
import { readTree } from './src/tree.ts';
import { type Package, readWorkspace, shipped } from './src/workspace.ts';

const help = `node tooling/structure/uniformity.ts [root]

Prints what every room of every adapter exports, in the order of the text, as a table per category, and exits
with 1 when adapters differ. stripePayments of payments/stripe reads <name>, StripePayments reads <Name>, and
what begins with Stripe reads <Provider>….

Of a room that is a folder, the file with the required name is compared. Required, in this order, alike in
all categories:
${Object.entries(faceOrders)
  .map(([room, { required, leads, last }]) => {
    const place = leads === 'names' ? 'before all exports' : 'before all functions';
    return `  ${room.padEnd(13)}${required.join(', ')} ${place}${last === undefined ? '' : `; ${last} last`}`;
  })
  .join('\n')}
In ${Object.keys(faceOrders)
  .filter((room) => faceOrders[room]?.onlyFunctionsFollow)
  .join(', ')} only functions follow the required names.

Listed, not compared: what else a room exports, and the rooms request, response and flow. Left out: fake,
engine and pages. A room that an adapter does not have is the matter of the rule "rooms". An embedded provider
need not export its capabilities from the index.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
if (values.help === true) console.log(help);
else compare(resolve(positionals[0] ?? '.'));

function compare(root: string): void {
  const workspace = readWorkspace(readTree(root));
  const adapters = workspace.packages.filter(({ kind }) => kind === 'adapter');
  for (const category of new Set(adapters.map((adapter) => adapter.category))) {
    console.log(`${category}\n${table(adapters.filter((adapter) => adapter.category === category))}\n`);
  }
  const differences = [...uniformity.check(workspace)];
  for (const { path, line, wrong, fix } of differences) console.log(`${path}:${line}  ${wrong}  ${fix}`);
  const count = `${differences.length} difference${differences.length === 1 ? '' : 's'}`;
  console.log(`uniformity: ${count} in ${adapters.length} adapters`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}

/** A line for each room of each adapter, the same room of all adapters together. */
function table(adapters: readonly Package[]): string {
  const rows = roomsOf(adapters).flatMap((room) =>
    adapters.flatMap((adapter) => {
      const face = faceOf(adapter, room);
      const shown = face !== undefined && room in faceOrders ? [face] : filesOf(adapter, room);
      return shown.map(({ path, exports }) => {
        const names = exports.map(({ name }) => name).join(', ');
        return [room, adapter.directory, path.slice(`${adapter.folder}/src/`.length), names];
      });
    }),
  );
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`).join('\n');
}

function roomsOf(adapters: readonly Package[]): string[] {
  const present = adapters.flatMap((adapter) => shipped(adapter).map(({ path }) => roomOf(adapter, path)));
  const rooms = new Set([...Object.keys(faceOrders), ...present]);
  return [...rooms].filter((room) => !['fake', 'engine', 'pages'].includes(room));
}
