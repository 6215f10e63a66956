import type { Node } from 'oxc-parser';
import { globalsOf, isUseOf } from '../globals.ts';
import { importsOf } from '../imports.ts';
import type { Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../syntax.ts';
import { type Package, shipped } from '../workspace.ts';

const time = 'Take the time from kit.clock.';
const wait = 'Core waits and retries; an embedded provider waits with kit.clock.';
const chance = 'Take chance from kit.random.';

/** What an adapter may not reach for by itself, and what to do instead. */
const reservedForCore: Readonly<Record<string, string>> = {
  setTimeout: wait,
  setInterval: wait,
  setImmediate: wait,
  'Date.now': time,
  'performance.now': time,
  'Math.random': chance,
  process: 'Take settings as options; configuration reads the environment.',
  console: 'Return or throw; telemetry is an interceptor.',
  fetch: 'Use kit.transport, so that core knows the phase of each request.',
};

/** Who the process is and whether another one lives: what a lock between processes has to know. */
const allowed: readonly string[] = ['process.pid', 'process.kill'];

const reservedModules: Readonly<Record<string, string>> = {
  'node:timers': wait,
  'node:timers/promises': wait,
  'node:process': 'Take settings as options; configuration reads the environment.',
  'node:console': 'Return or throw; telemetry is an interceptor.',
};

export const driverPurity: Rule = {
  id: 'driver-purity',
  says: 'An adapter keeps no timers, reads no clock, chance or environment, prints nothing and calls no global fetch.',
  *check({ packages }) {
    for (const adapter of packages.filter(({ kind }) => kind === 'adapter')) {
      for (const file of shipped(adapter)) {
        if (!isFake(adapter, file)) yield* impurities(file);
      }
    }
  },
};

function isFake(adapter: Package, file: SourceFile): boolean {
  return file.path.startsWith(`${adapter.folder}/src/fake/`);
}

function* impurities(file: SourceFile): Generator<Violation> {
  const { path } = file;
  for (const use of globalsOf(file).filter(({ path }) => !allowed.includes(path))) {
    const found = Object.entries(reservedForCore).find(([name]) => isUseOf(use, name));
    if (found !== undefined)
      yield { path, line: use.line, wrong: `An adapter uses ${found[0]}.`, fix: found[1] };
  }
  for (const { specifier, line } of importsOf(file)) {
    const fix = reservedModules[specifier];
    if (fix !== undefined) yield { path, line, wrong: `An adapter imports ${specifier}.`, fix };
  }
  for (const { node } of file.nodes.filter((located) => isNowDate(located.node))) {
    yield { path, line: file.lineOf(node.start), wrong: 'An adapter uses new Date() as a clock.', fix: time };
  }
}

function isNowDate(node: Node): boolean {
  return (
    node.type === 'NewExpression' &&
    node.arguments.length === 0 &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'Date'
  );
}
