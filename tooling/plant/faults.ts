import { type Command, create, type Fault, prepend, remove, swap } from './fault.ts';

const structure: Command = ['tooling/structure/check.ts'];
const built: Command = [...structure, '--built'];
const docsTest = 'tooling/docs/test/docs.test.ts';
const only = ['--testNamePattern', 'says what the code says'] as const;
const docs: Command = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', docsTest, ...only];

/** As for a pull request to `main`. */
const changes: Command = ['tooling/changes/run.ts', '--since', 'main'];
const prometheus = '@patchbay/prometheus';

const stripe = 'packages/payments/stripe';
const s3 = 'packages/storage/s3';
const packS3: Command = ['tooling/pack/check.ts', s3];

/** An export beside `./package.json`, published like every other, which tsup was not told of. */
const extra = '"types": "./dist/capabilities.d.ts", "default": "./dist/capabilities.js" }';
const source = '"@patchbay/source": "./src/capabilities.ts"';

/** A mistake a row, the check that must refuse it, and what that must say. */
export const faults: readonly Fault[] = [
  {
    name: 'missing-changeset',
    what: 'What a package does has changed, and no changeset says so.',
    edits: { 'packages/core/src/codes.ts': swap("hint: 'Send less data.'", "hint: 'Send less.'") },
    check: changes,
    says: [
      '@patchbay/core: no changeset names it, and it needs patch',
      'packages/core/src/codes.ts changed',
      'Run `pnpm changeset` and name @patchbay/core there with patch.',
      '1 packages need another',
    ],
  },
  {
    name: 'removed-export',
    what: 'An export is gone, and the changeset says patch.',
    edits: {
      'packages/prometheus/src/index.ts': swap("export { observeLedger } from './ledger.ts';\n", ''),
      '.changeset/planted.md': create(`---\n'${prometheus}': patch\n---\n\nLess to read.\n`),
    },
    afterwards: ['tooling/api/run.ts'],
    check: changes,
    says: [
      `${prometheus}: the changesets say patch, and it needs major`,
      'observeLedger',
      `Run \`pnpm changeset\` and name ${prometheus} there with major, or keep what was promised.`,
    ],
  },
  {
    name: 'type-only-export',
    what: 'A function is exported as a type alone, and the changeset says minor.',
    edits: {
      'packages/prometheus/src/index.ts': swap('export { observeLedger }', 'export type { observeLedger }'),
      '.changeset/planted.md': create(`---\n'${prometheus}': minor\n---\n\nLess to load.\n`),
    },
    afterwards: ['tooling/api/run.ts'],
    check: changes,
    says: [
      `${prometheus}: the changesets say minor, and it needs major`,
      `observeLedger of ${prometheus} is a type alone now`,
    ],
  },
  {
    name: 'unknown-package',
    what: 'A changeset names a package that there is not.',
    edits: { '.changeset/planted.md': create("---\n'@patchbay/promtheus': patch\n---\n\nA mend.\n") },
    check: changes,
    says: [
      '.changeset/planted.md names @patchbay/promtheus, which is no package that is published from here.',
    ],
  },
  {
    name: 'install-script',
    what: 'A package runs a program when it is installed.',
    edits: {
      [`${s3}/package.json`]: swap('"build": ', '"postinstall": "node dist/index.js",\n    "build": '),
    },
    check: structure,
    says: ['manifests  It has the script "postinstall".', 'structure: 1 violation of'],
  },
  {
    name: 'adapter-on-adapter',
    what: 'An adapter imports another one.',
    edits: { [`${stripe}/src/adapter.ts`]: prepend("import '@patchbay/payments-sandbox';") },
    check: structure,
    says: [
      `${stripe}/src/adapter.ts:1  no-cross-adapter-import  The adapter @patchbay/payments-stripe uses the adapter @patchbay/payments-sandbox.`,
      'structure: 1 violation of',
    ],
  },
  {
    name: 'adapter-in-manifest',
    what: 'An adapter depends on another one, and hides the import.',
    edits: {
      [`${stripe}/package.json`]: swap(
        '"dependencies": {',
        '"dependencies": {\n    "@patchbay/payments-sandbox": "workspace:^",',
      ),
    },
    check: structure,
    says: [
      'no-cross-adapter-import  The adapter @patchbay/payments-stripe uses the adapter @patchbay/payments-sandbox.',
      'structure: 1 violation of',
    ],
  },
  {
    name: 'sdk-at-import',
    what: 'An SDK is loaded when the adapter is imported.',
    edits: { [`${stripe}/src/client.ts`]: prepend("import { Stripe as Eager } from 'stripe';") },
    check: structure,
    says: [
      `${stripe}/src/client.ts:1  sdk-in-client  "stripe" is imported at import time.  Load it on the first call: await import('stripe').`,
      'structure: 1 violation of',
    ],
  },
  {
    name: 'secret-default',
    what: 'A secret option has a default.',
    edits: {
      [`${stripe}/src/options.ts`]: swap(
        'secretKey: secretKey.meta(',
        "secretKey: secretKey.default('sk_test_1').meta(",
      ),
    },
    check: structure,
    says: ['secret-default  A secret option has a default.', 'structure: 1 violation of'],
  },
  {
    name: 'readme-claim',
    what: 'A README claims what the capabilities do not say.',
    edits: { [`${stripe}/README.md`]: swap('| Read a refund | native |', '| Read a refund | composed |') },
    check: docs,
    says: [
      `${stripe}/README.md says what the code says (else: npm run docs)`,
      '| `refunds.get` | Read a refund | composed |',
      '1 failed',
    ],
  },
  {
    name: 'entry-left-out',
    what: 'A file that `exports` names is not in the tarball.',
    edits: { [`${s3}/package.json`]: swap('"dist",\n', '"dist",\n    "!dist/fake/index.js",\n') },
    check: packS3,
    says: [
      'pkg.exports["./fake"].default is ./dist/fake/index.js but the file does not exist.',
      '0 of 1 packages are sound.',
    ],
  },
  {
    name: 'chunk-left-out',
    what: 'A file that the entries import is not in the tarball.',
    edits: { [`${s3}/package.json`]: swap('"dist",\n', '"dist",\n    "!dist/chunk-*.js",\n') },
    check: packS3,
    says: [
      `${s3}: the tarball lacks a file. dist/index.js: Could not resolve "./chunk-`,
      '0 of 1 packages are sound.',
    ],
  },
  {
    name: 'undeclared-import',
    what: 'The built code imports a package that an install does not bring.',
    edits: { [`${s3}/dist/index.js`]: prepend("import 'fauxqs';") },
    check: packS3,
    says: [`${s3}: dist/index.js imports fauxqs, which is none of its dependencies.`],
  },
  {
    name: 'export-without-entry',
    what: '`exports` has a subpath that nothing builds.',
    edits: {
      [`${s3}/package.json`]: (text) =>
        swap(
          '\n      "./package.json"',
          `\n      "./extra": { ${extra},\n      "./package.json"`,
        )(
          swap(
            '\n    "./package.json"',
            `\n    "./extra": { ${source}, ${extra},\n    "./package.json"`,
          )(text),
        ),
    },
    check: structure,
    says: ['exports-built  No entry of tsup.config.ts builds dist/capabilities.js.'],
  },
  {
    name: 'export-not-built',
    what: 'The build left out an entry.',
    edits: { [`${s3}/dist/fake/index.js`]: remove },
    check: built,
    says: ['exports-built  The build did not write dist/fake/index.js.', 'structure: 1 violation of'],
  },
];
