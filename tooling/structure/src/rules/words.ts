import type { Rule } from '../rule.ts';
import type { Workspace } from '../workspace.ts';

export const vendorFreeShop: Rule = {
  id: 'vendor-free-shop',
  says: 'The sample app names no vendor: which one serves is configuration.',
  *check({ packages, tree }) {
    const vendors = packages
      .filter(({ kind, embedded }) => kind === 'adapter' && !embedded)
      .map(({ directory }) => directory);
    for (const { path, text, line } of linesOf(tree, (candidate) => candidate.startsWith('apps/shop/src/'))) {
      const words = wordsIn(line === 1 ? `${path} ${text}` : text);
      for (const vendor of new Set(vendors)) {
        if (!words.includes(wordsIn(vendor))) continue;
        yield {
          path,
          line,
          wrong: `The shop names the vendor "${vendor}".`,
          fix: 'Speak of the category; leave the name to configuration.',
        };
      }
    }
  },
};

/** `createStripePayment('a-b')` → `-create-stripe-payment-a-b-`: words can be looked up whole. */
function wordsIn(text: string): string {
  const words = text.match(/[A-Z]?[a-z0-9]+|[A-Z0-9]+/g) ?? [];
  return `-${words.join('-').toLowerCase()}-`;
}

/** Built from pieces, so that this file does not break its own rule. */
const registryHosts = [
  ['npmjs', 'org'],
  ['npmjs', 'com'],
  ['npmmirror', 'com'],
  ['registry.yarnpkg', 'com'],
  ['npm.pkg.github', 'com'],
  ['npm.jsr', 'io'],
  ['pypi', 'org'],
  ['pythonhosted', 'org'],
  ['crates', 'io'],
  ['proxy.golang', 'org'],
  ['repo.maven.apache', 'org'],
  ['repo1.maven', 'org'],
  ['deb.debian', 'org'],
].map((pieces) => pieces.join('.'));

const registryHost = new RegExp(
  `(?<![\\w-])(${registryHosts.join('|').replaceAll('.', '\\.')})(?![\\w-])`,
  'i',
);

/** The forms in which a setting or a lockfile names a registry of any host. */
const registrySetting = /^\s*(?:@[\w-]+:)?registry\s*[=:]\s*\S|\btarball:\s*['"]?https?:/;

export const noRegistryHost: Rule = {
  id: 'no-registry-host',
  says: 'No file names the host of a package registry: which one serves is a setting of the machine.',
  *check({ tree }) {
    for (const { path, text, line } of linesOf(tree)) {
      const isSetting =
        /(^|\/)(\.npmrc|pnpm-lock\.yaml|pnpm-workspace\.yaml)$/.test(path) && registrySetting.test(text);
      if (!isSetting && !registryHost.test(text)) continue;
      yield {
        path,
        line,
        wrong: "The line names a package registry's host.",
        fix: 'Name the package, not where it is served.',
      };
    }
  },
};

function* linesOf(tree: Workspace['tree'], isWanted = (_path: string) => true) {
  for (const [path, text] of tree) {
    if (!isWanted(path)) continue;
    for (const [index, line] of text.split('\n').entries()) yield { path, text: line, line: index + 1 };
  }
}
