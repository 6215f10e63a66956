import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const runFile = promisify(execFile);
const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** For each category with templates the adapter whose installed packages a new one borrows: core, contract, zod. */
export const neighbours = {
  auth: 'oidc',
  email: 'sendgrid',
  jobs: 'memory',
  payments: 'stripe',
  state: 'memory',
  storage: 's3',
} as const;

export type Category = keyof typeof neighbours;

/** How a program ended. */
export interface Ended {
  readonly status: number;
  readonly text: string;
}

/** A copy of this repository with its contracts and its tools, but without a single adapter. */
export interface NewRepository extends AsyncDisposable {
  readonly root: string;
  /** Runs a program of `node_modules/.bin` at the root. */
  run(program: string, words: readonly string[]): Promise<Ended>;
  /** Links what an install would put into a new package. */
  install(folder: string, category: Category): Promise<void>;
  /** Runs the tests below a folder. */
  test(folder: string): Promise<readonly TestEnd[]>;
}

/** How one test ended. */
export interface TestEnd {
  readonly file: string;
  readonly title: string;
  readonly status: string;
  /** What it failed of. */
  readonly says: string;
}

const linked = ['node_modules', 'tooling', 'tsconfig.base.json'];
const copied = ['package.json', 'pnpm-workspace.yaml', 'biome.json', '.oxlintrc.json', 'vitest.config.ts'];

export async function newRepository(): Promise<NewRepository> {
  const root = await mkdtemp(join(tmpdir(), 'patchbay-new-'));
  for (const name of linked) await symlink(join(repository, name), join(root, name));
  for (const name of copied) await cp(join(repository, name), join(root, name));
  for (const category of Object.keys(neighbours))
    await copyManifest(root, join('packages', category, 'contract'));
  await writeFile(join(root, '.gitignore'), 'node_modules\ntooling\ndist\n');
  await runFile('git', ['init', '--quiet'], { cwd: root });
  const run: NewRepository['run'] = (program, words) => runIn(root, program, words);
  return {
    root,
    run,
    install: (folder, category) =>
      symlink(
        join(repository, 'packages', category, neighbours[category], 'node_modules'),
        join(folder, 'node_modules'),
      ),
    async test(folder) {
      const report = join(root, 'report.json');
      await run('vitest', ['run', '--project', 'unit', '--reporter', 'json', '--outputFile', report, folder]);
      return toEnds(JSON.parse(await readFile(report, 'utf8')));
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function copyManifest(root: string, folder: string): Promise<void> {
  const path = join(folder, 'package.json');
  await mkdir(dirname(join(root, path)), { recursive: true });
  await cp(join(repository, path), join(root, path));
}

async function runIn(cwd: string, program: string, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const file = join(repository, 'node_modules', '.bin', program);
    const child = execFile(file, words, { cwd, maxBuffer: 2 ** 28 }, (_error, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, text: `${stdout}${stderr}` });
    });
  });
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A file that cannot even be loaded is a test that failed. */
function toEnds({ testResults }: Report): readonly TestEnd[] {
  return testResults.flatMap(({ name: file, message, assertionResults }) => [
    ...(message === '' ? [] : [{ file, title: file, status: 'failed', says: message }]),
    ...assertionResults.map(({ title, status, failureMessages }) => ({
      file,
      title,
      status,
      says: failureMessages.join('\n'),
    })),
  ]);
}
