import { readFileSync } from 'node:fs';
import type { Place } from './place.ts';
import { type Chosen, isOfKind } from './templates.ts';

/** The adapter that is made. */
export interface NewPackage extends Chosen {
  readonly place: Place;
}

/** What the packages of others are built and tested with. A test holds them to the versions that we use ourselves. */
export const thirdPartyTools = {
  '@types/node': '20.19.43',
  tsup: '9.0.0',
  typescript: '7.0.2',
  vitest: '5.1.1',
} as const;

export const zodRange = '^4.6.7';

/** The manifest and the configurations of a new package, by their path in it. */
export function packageFiles(made: NewPackage): ReadonlyMap<string, string> {
  const entries = hasFake(made) ? "['src/index.ts', 'src/fake/index.ts']" : "['src/index.ts']";
  if (made.place.workspace !== undefined) {
    const preset = (name: string): string => toJson({ extends: `../../../tooling/presets/${name}` });
    const build = `import { packageBuild } from '@patchbay/tooling-presets/tsup';\n\nexport default packageBuild(${entries});\n`;
    return new Map([
      ['package.json', toJson(workspaceManifest(made))],
      ['tsconfig.json', preset('tsconfig.package.json')],
      ['tsconfig.build.json', preset('tsconfig.build.json')],
      ['tsup.config.ts', build],
    ]);
  }
  return new Map([
    ['package.json', toJson(ownManifest(made))],
    ['tsconfig.json', toJson({ compilerOptions, include: ['*.config.ts', 'src', 'test'] })],
    ['tsconfig.build.json', toJson(ownBuild)],
    ['tsup.config.ts', ownTsup(entries)],
    ['vitest.config.ts', ownVitest],
    ['.gitignore', 'node_modules\ndist\n'],
  ]);
}

/** The entry of the changelog. */
export function changesetOf(made: NewPackage): string {
  const { place, category, words } = made;
  const fake = hasFake(made) ? ', with a strict fake of its wire protocol' : '';
  return `---\n'${place.name}': major\n---\n\n${words.pascal} as a provider of ${category}${fake}.\n`;
}

/** The vendors of state and jobs have protocols of their own: real servers are their peers. */
function hasFake({ category }: NewPackage): boolean {
  return isOfKind(category, 'http');
}

function workspaceManifest(made: NewPackage): object {
  const { place, category, words } = made;
  const source = (file: string): object => ({ '@patchbay/source': `./src/${file}.ts`, ...built(file) });
  return {
    name: place.name,
    version: '0.0.0',
    ...described(made),
    license: 'MIT',
    author: 'Patchbay contributors',
    repository: {
      type: 'git',
      url: 'git+https://github.com/patchbay/patchbay.git',
      directory: `packages/${category}/${words.kebab}`,
    },
    ...shape,
    exports: toExports(made, source),
    files: ['dist', 'CHANGELOG.md'],
    scripts: { build: 'tsup && tsc -p tsconfig.build.json' },
    dependencies: {
      '@patchbay/core': 'workspace:^',
      [`@patchbay/${category}`]: 'workspace:^',
      zod: 'catalog:',
    },
    publishConfig: { access: 'public', provenance: true, exports: toExports(made, built) },
    ...(!hasFake(made) && { patchbay: { protocol: true } }),
  };
}

function ownManifest(made: NewPackage): object {
  const { place, category } = made;
  const ranges = publishedRanges();
  return {
    name: place.name,
    version: '0.0.0',
    ...described(made),
    ...shape,
    exports: toExports(made, built),
    files: ['dist'],
    scripts: {
      build: 'tsup && tsc -p tsconfig.build.json',
      test: 'vitest run',
      typecheck: 'tsc -p tsconfig.json',
    },
    dependencies: {
      '@patchbay/core': ranges('@patchbay/core'),
      [`@patchbay/${category}`]: ranges(`@patchbay/${category}`),
      zod: zodRange,
    },
    devDependencies: {
      ...(hasFake(made) && { '@patchbay/testing': ranges('@patchbay/testing') }),
      ...thirdPartyTools,
    },
  };
}

const shape = { type: 'module', sideEffects: false, engines: { node: '^20.19.0 || >=22.12.0' } } as const;

function described(made: NewPackage): object {
  const { category, words } = made;
  const fake = hasFake(made) ? `, with a strict fake of ${words.pascal}’s wire protocol` : '';
  return {
    description: `${words.pascal} adapter for the Patchbay ${category} contract${fake}.`,
    keywords: ['patchbay', category, words.kebab, 'adapter', ...(hasFake(made) ? ['fake'] : [])],
  };
}

function built(file: string): object {
  return { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` };
}

function toExports(made: NewPackage, target: (file: string) => object): object {
  const fake = hasFake(made) && { './fake': target('fake/index') };
  return { '.': target('index'), ...fake, './package.json': './package.json' };
}

/** The ranges that the published command line itself was released with; in our repository its own version stands in. */
function publishedRanges(): (name: string) => string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { version, dependencies, devDependencies } = toRecord(manifest);
  const own = { ...toRecord(devDependencies), ...toRecord(dependencies) };
  return (name) => {
    const range = own[name];
    return typeof range === 'string' && !range.startsWith('workspace:') ? range : `^${String(version)}`;
  };
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023', 'esnext.disposable'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  rewriteRelativeImportExtensions: true,
  skipLibCheck: true,
  noEmit: true,
} as const;

const ownBuild = {
  extends: './tsconfig.json',
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};

function ownTsup(entries: string): string {
  return `import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ${entries},
  format: 'esm',
  target: 'node20',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false, // tsc writes the declarations
  skipNodeModulesBundle: true,
  external: [/^node:/],
  removeNodeProtocol: false,
});
`;
}

const ownVitest = `import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/**/*.test.ts'], isolate: false, testTimeout: 30_000 } });
`;

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
