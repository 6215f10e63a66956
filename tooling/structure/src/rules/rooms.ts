import {
  allowedRooms,
  isConformanceTest,
  isRoomFolderOnly,
  requiredRooms,
  roomOf,
} from '../adapter-rooms.ts';
import { importsOf } from '../imports.ts';
import type { Rule, Violation } from '../rule.ts';
import type { Package } from '../workspace.ts';

export const rooms: Rule = {
  id: 'rooms',
  says: 'An adapter has the rooms of its category, and no others.',
  *check({ packages, tree }) {
    for (const adapter of packages.filter(({ kind }) => kind === 'adapter')) {
      const paths = [...tree.keys()].filter((path) => path.startsWith(`${adapter.folder}/src/`));
      yield* missingRooms(adapter, paths);
      yield* strangeRooms(adapter, paths);
      yield* conformanceTest(adapter);
    }
  },
};

function* missingRooms(adapter: Package, paths: readonly string[]): Generator<Violation> {
  const present = new Set(paths.map((path) => roomOf(adapter, path)));
  for (const room of requiredRooms(adapter).filter((name) => !present.has(name))) {
    yield {
      path: `${adapter.folder}/package.json`,
      line: 1,
      wrong: `The adapter has no room "${room}".`,
      fix: `Add src/${room}${isRoomFolderOnly(room) ? '/' : '.ts'}.`,
    };
  }
}

function* strangeRooms(adapter: Package, paths: readonly string[]): Generator<Violation> {
  const allowed = allowedRooms(adapter);
  for (const path of paths) {
    const room = roomOf(adapter, path);
    const isFile = !path.slice(`${adapter.folder}/src/`.length).includes('/');
    if (
      !allowed.includes(room) ||
      (isFile && (isRoomFolderOnly(room) || !path.endsWith(`/src/${room}.ts`)))
    ) {
      yield {
        path,
        line: 1,
        wrong: `"${path.slice(adapter.folder.length + 1)}" is not a room of an adapter.`,
        fix: `Move its code to one of: ${allowed.join(', ')}.`,
      };
    } else if (isFile && paths.some((other) => other.startsWith(`${adapter.folder}/src/${room}/`))) {
      yield {
        path,
        line: 1,
        wrong: `The room "${room}" is both a file and a folder.`,
        fix: `Move src/${room}.ts into src/${room}/.`,
      };
    }
  }
}

function* conformanceTest(adapter: Package): Generator<Violation> {
  const suite = `@patchbay/${adapter.category}/conformance`;
  const test = adapter.sources.find((file) => isConformanceTest(adapter, file.path));
  if (test !== undefined && importsOf(test).some(({ specifier }) => specifier === suite)) return;
  yield {
    path: test?.path ?? `${adapter.folder}/test/conformance.test.ts`,
    line: 1,
    wrong:
      test === undefined
        ? 'The adapter has no conformance test.'
        : "The test does not run the category's suite.",
    fix: `Import the suite from "${suite}" and call it with a harness.`,
  };
}
