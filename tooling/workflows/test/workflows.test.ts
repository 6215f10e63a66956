import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readAction, readText, readWorkflow } from '../workflow.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const names = readdirSync(join(root, '.github/workflows'));
const workflows = names.map((name) => readWorkflow(`.github/workflows/${name}`));
const jobs = workflows.flatMap((workflow) => Object.entries(workflow.jobs));
const setUp = '.github/actions/set-up/action.yml';
const steps = [...jobs.flatMap(([, job]) => job.steps), ...readAction(setUp)];
const texts = [setUp, ...names.map((name) => `.github/workflows/${name}`)].map(readText);
const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

describe('the workflows', () => {
  it('give each job the permissions that it needs and no others', () => {
    expect(workflows.map(({ permissions }) => permissions)).toEqual(names.map(() => ({})));
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      ci: { contents: 'read' },
      select: { contents: 'read' },
      version: { contents: 'write', 'pull-requests': 'write' },
      pack: { contents: 'read' },
      publish: { contents: 'write', 'id-token': 'write' },
      bills: { contents: 'write' },
    });
  });

  it('publish from an environment of its own, in a job that builds nothing', () => {
    const { publish } = Object.fromEntries(jobs);
    expect(publish?.environment).toBe('npm');
    expect(publish?.steps.filter(({ run }) => run !== undefined)).toEqual([]);
  });

  it('run no code of dependencies where something can be written, but for what the project calls itself', () => {
    const writing = jobs.filter(([, { permissions }]) => Object.values(permissions).includes('write'));
    const setUps = writing.filter(([, job]) =>
      job.steps.some(({ uses }) => uses === './.github/actions/set-up'),
    );
    expect(setUps.map(([name]) => name)).toEqual(['version', 'publish']);
    expect(setUps.map(([, { env }]) => env['PNPM_CONFIG_IGNORE_SCRIPTS'])).toEqual(['true', 'true']);
  });

  it('publish what was tested and compared with the last release, and never from a fork', () => {
    const { select, pack, ...rest } = Object.fromEntries(jobs);
    const found = pack?.steps.flatMap(({ run }) => run ?? []);
    expect(found?.slice(0, 2)).toEqual(['npm test', 'npm run check']);
    expect(pack?.steps[0]?.with?.['fetch-depth']).toBe(0);
    expect(select?.if).toBe("github.repository == 'patchbay/patchbay'");
    const needs = [pack, rest['version'], rest['publish'], rest['bills']].map((job) => job?.needs);
    expect(needs).toEqual(['select', 'select', 'pack', 'publish']);
    // `always()` would run a job whose `needs` was left out.
    expect(jobs.filter(([, job]) => /always|cancelled|failure/.test(job.if ?? ''))).toEqual([]);
  });

  it('hold no secret, and never run with those of the repository for a stranger', () => {
    expect(texts.filter((text) => text.includes('secrets.'))).toEqual([]);
    const triggers = workflows.flatMap((workflow) => Object.keys(workflow.on));
    expect(new Set(triggers)).toEqual(new Set(['push', 'pull_request']));
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@') === true);
    expect(checkouts.map(({ with: given }) => given?.['persist-credentials'])).toEqual(
      checkouts.map(() => false),
    );
  });

  it('put no expression into a command, where its value would be run', () => {
    expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
    // What strangers name: branches, titles, messages. Some actions run what they are given.
    const given = texts.flatMap((text) => text.match(/github\.(event\.|head_ref).*/g) ?? []);
    expect(given).toEqual([]);
  });

  it('keep nothing that a pull request could leave for a release to find', () => {
    const kept = texts.flatMap((text) => text.match(/actions\/cache.*|^ *cache: .*|cache: true/gm) ?? []);
    expect(kept).toEqual([]);
  });

  it('pin the actions of others by commit, and say which version that is', () => {
    const foreign = texts.flatMap((text) => text.match(/uses: (?!\.\/).*/g) ?? []);
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it('check what a contributor checks, with the history that changes are compared with', () => {
    const { ci } = Object.fromEntries(jobs);
    expect(ci?.steps.map(({ run }) => run)).toContain('.ci/run');
    expect(ci?.steps[0]?.with?.['fetch-depth']).toBe(0);
    expect(jobs.filter(([, job]) => job['timeout-minutes'] > 60)).toEqual([]);
  });

  it('call only tasks that there are', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readText('package.json')));
    const tasks = readText('tooling/run/tasks.mjs').match(/^ {2}'?[\w:]+(?='?: \{)/gm) ?? [];
    const known = new Set([...Object.keys(scripts), ...tasks.map((task) => task.replace(/\W+/, ''))]);
    const called = commands.flatMap((command) => [...command.matchAll(/(?:npm run|run\.mjs) ([\w:]+)/g)]);
    expect(called.map(([, name = '']) => name).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the owners', () => {
  const paths = readText('.github/CODEOWNERS').match(/^\/\S+/gm) ?? [];

  it('have a line for each folder of packages, and none for one that is gone', () => {
    const folders = readdirSync(join(root, 'packages')).map((name) => `/packages/${name}/`);
    expect(paths.filter((path) => path.startsWith('/packages/')).toSorted()).toEqual(folders.toSorted());
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
