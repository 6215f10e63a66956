import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOnEdge } from '../presets/edge.ts';
import { type Client, makeClient } from './client.ts';
import { cloneOfHead } from './clone.ts';
import { measure } from './costs.ts';
import { addToContract, moveSpec } from './newer.ts';
import { startRegistry } from './registry.ts';
import { type Published, release } from './release.ts';
import type { Report } from './report.ts';
import { arrive, compile, type Manager, type Stranger } from './stranger.ts';
import { print, tooMuch } from './table.ts';
import { folderOf, tools } from './tools.ts';

/** How much is rehearsed. */
export interface Form {
  /** Versions of Node, the oldest first. */
  readonly nodes: readonly [oldest: string, ...string[]];
  readonly managers: readonly Manager[];
  readonly compilers: readonly string[];
  /** Whether every tarball is judged by publint and attw. */
  readonly isJudged: boolean;
  /** Processes of each kind that imports are timed in. */
  readonly rounds: number;
}

export const forms = {
  whole: {
    nodes: ['20.20.2', '22.23.3', '24.21.0', '26.10.0'],
    managers: ['npm', 'pnpm'],
    compilers: ['5.9.3', '6.0.3', '7.0.2'],
    isJudged: true,
    rounds: 7,
  },
  short: {
    nodes: ['20.20.2', '26.10.0'],
    managers: ['npm'],
    compilers: ['5.9.3', '7.0.2'],
    isJudged: false,
    rounds: 3,
  },
} as const satisfies Record<string, Form>;

/** The newest Node that every one of the packages supports. */
const nodeOfCosts = '24.21.0';

const ours = ['core', 'payments', 'payments-stripe', 'testing'].map((name) => `@patchbay/${name}`);

/** The SDK’s declarations need those of Node. */
const typesOfNode = '@types/node@20';

/** A release, strangers who use it, and the next release beside it. The first step that fails ends it. */
export async function rehearse(report: Report, form: Form, folder: string): Promise<void> {
  await report.step('Fetch the versions of Node and TypeScript that are not there yet', () =>
    fetchTools(form),
  );
  await using registry = await report.step('A registry on loopback', () =>
    startRegistry(join(folder, 'registry')),
  );
  const client = makeClient(folder, registry.url);
  const clone = await report.step('A scratch clone of the last commit, set up', () => cloneOfHead(client));

  report.heading('The first release');
  const first = await release(report, clone, client, form);
  report.heading('Strangers');
  for (const manager of form.managers) await visit(report, client, form, manager);
  report.heading('A minor release of core and contract, beside the adapter of the first');
  await report.step('One more operation in the contract', () => addToContract(clone));
  const second = await release(report, clone, client, { isJudged: false });
  await meet(report, client, form, { first, second });
  report.heading('Costs');
  await price(report, client, form, first);
}

async function fetchTools({ nodes, compilers }: Form): Promise<void> {
  const needed = [...nodes, nodeOfCosts].map(tools.node);
  for (const tool of [tools.verdaccio, ...needed, ...compilers.map(tools.typescript)]) await folderOf(tool);
}

async function visit(report: Report, client: Client, form: Form, manager: Manager): Promise<void> {
  let last: Stranger | undefined;
  for (const nodeVersion of form.nodes) {
    const whom = `Node ${nodeVersion}, ${manager}`;
    const name = `${manager}-${nodeVersion}`;
    const stranger = await report.step(`${whom}: install`, () =>
      arrive(client, { name, nodeVersion, manager, packages: [...ours, typesOfNode] }),
    );
    await report.step(`${whom}: a paid, a declined and a hung call, by import`, () =>
      stranger.node('by-import.mjs'),
    );
    await report.step(`${whom}: the same by require`, () => stranger.node('by-require.cjs'));
    last = stranger;
  }
  if (last) await examine(report, last, form, manager);
}

async function examine(report: Report, stranger: Stranger, form: Form, manager: Manager): Promise<void> {
  for (const version of form.compilers)
    await report.step(`TypeScript ${version}, ${manager}: programs and all declarations`, () =>
      compile(stranger, version),
    );
  await report.step(`Without anything of Node, ${manager}: a webhook of Stripe is verified`, async () => {
    const program = readFileSync(join(stranger.folder, 'edge.mjs'), 'utf8');
    const verdict = JSON.stringify(await runOnEdge(program, stranger.folder));
    const expected = { dedupeKey: 'evt_1', forgedIsRefused: true, minor: 1200, ofNode: 'undefinedundefined' };
    if (verdict !== JSON.stringify(expected)) throw new Error(`The program found ${verdict}.`);
  });
}

interface Releases {
  readonly first: readonly Published[];
  readonly second: readonly Published[];
}

/** Users who update core and contract, and not the adapter. */
async function meet(report: Report, client: Client, form: Form, { first, second }: Releases): Promise<void> {
  const packages = ours.map((name) => {
    const { version } =
      (name.endsWith('-stripe') ? undefined : find(second, name)) ?? find(first, name) ?? {};
    return `${name}@${version}`;
  });
  report.line(`     ${packages.join(' ')}`);
  let last: Stranger | undefined;
  for (const nodeVersion of [form.nodes[0], ...form.nodes.slice(-1)]) {
    const name = `newer-${nodeVersion}`;
    last = await report.step(
      `Node ${nodeVersion}: the older adapter works, and says what it lacks`,
      async () => {
        const stranger = await arrive(client, {
          name,
          nodeVersion,
          manager: 'npm',
          packages: [...packages, typesOfNode],
        });
        await stranger.node('by-import.mjs');
        await stranger.node('newer.mjs');
        return stranger;
      },
    );
  }
  const stranger = last;
  if (stranger === undefined) return;
  for (const version of form.compilers)
    await report.step(`TypeScript ${version}: a program with the older adapter, and all declarations`, () =>
      compile(stranger, version),
    );
  await report.step('Core two interfaces on: the older adapter is refused', () => refuse(stranger));
}

async function refuse(stranger: Stranger): Promise<void> {
  const accepted = moveSpec(stranger, 2);
  const told = await stranger.node('by-import.mjs').then(() => 'nothing', String);
  const needed = [
    `interface 1; this core accepts ${accepted.join(', ')}`,
    'Update @patchbay/payments-stripe',
  ];
  for (const words of needed)
    if (!told.includes(words)) throw new Error(`It had to say "${words}", and said:\n${told}`);
}

function find(published: readonly Published[], name: string): Published | undefined {
  return published.find((each) => each.name === name);
}

async function price(
  report: Report,
  client: Client,
  { rounds }: Form,
  published: readonly Published[],
): Promise<void> {
  const { rows, installed } = await report.step(
    'Every package: sizes, packages, import with and without SDK',
    () => measure(client, published, { nodeVersion: nodeOfCosts, rounds }),
  );
  report.heading(print(rows).join('\n'));
  report.line(
    'Import ratio: import with the vendor’s SDK over import without. The SDK is loaded on the first call.\n',
  );
  await report.step('No adapter brings more than core, contract, itself and zod', async () => {
    const wrong = tooMuch(rows, installed);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
}
