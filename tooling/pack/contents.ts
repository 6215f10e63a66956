import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, isPackage } from '../structure/src/imports.ts';
import { readManifest, recordIn } from '../structure/src/manifest.ts';
import { parseSource } from '../structure/src/syntax.ts';

/** A file of a tarball. */
interface Packed {
  /** From the root of the package: `dist/index.js`. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong with the files of an unpacked package, a sentence each; `root` is that of the repository. */
export function complaintsAbout(folder: string, root: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
  const manifest = readManifest(files.find(({ path }) => path === 'package.json')?.text ?? '');
  const undeclared = new Set(files.flatMap((file) => undeclaredIn(file, manifest)));
  return [
    ...undeclared,
    ...files
      .filter((file) => !isMeant(file, manifest))
      .map(({ path }) => `${path} is nothing that users need.`),
    ...files.flatMap(({ path, text }) =>
      leaks.filter(({ form }) => form.test(text)).map(({ what }) => `${path} holds what looks like ${what}.`),
    ),
    ...files
      .filter(({ text }) => text.includes(root))
      .map(({ path }) => `${path} names a folder of this machine.`),
  ];
}

/** Packages that code or declarations import and that an install would not bring. */
function undeclaredIn({ path, text }: Packed, manifest: Manifest): readonly string[] {
  if (!/^dist\/.*\.(js|d\.ts)$/.test(path)) return [];
  const known = new Set([
    String(manifest['name']),
    ...['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((field) =>
      Object.keys(recordIn(manifest, field)),
    ),
  ]);
  return importsOf(parseSource(path, text))
    .filter(({ specifier }) => isPackage(specifier))
    .map(({ specifier }) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)
    .filter((name) => !known.has(name))
    .map((name) => `${path} imports ${name}, which is none of its dependencies.`);
}

type Manifest = Readonly<Record<string, unknown>>;

/** What the build writes, and what the manifest names beside it. */
function isMeant({ path }: Packed, manifest: Manifest): boolean {
  if (path.startsWith('dist/')) return /\.(js|js\.map|d\.ts|json)$/.test(path);
  const named = Array.isArray(manifest['files']) ? manifest['files'].map(String) : [];
  return (
    ['package.json', 'README.md', 'LICENSE'].includes(path) ||
    named.some((name) => path === name || path.startsWith(`${name}/`))
  );
}

/** Forms of secrets by which their owners find them, too. Those of examples and fakes say what they are. */
const leaks = [
  { what: 'a private key', form: /-----BEGIN [A-Z ]*PRIVATE KEY-----(\\n|\s)*[A-Za-z0-9+/]{40}/ },
  { what: 'a live key of Stripe', form: /\b[sr]k_live_[A-Za-z0-9]{20,}/ },
  { what: 'an access key of AWS', form: /\bAKIA(?!\w*(EXAMPLE|FAKE)\b)[A-Z0-9]{16}\b/ },
  { what: 'a key of SendGrid', form: /\bSG\.[\w-]{22}\.[\w-]{43}\b/ },
  { what: 'a token of GitHub', form: /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})/ },
  { what: 'a token of npm', form: /\bnpm_[A-Za-z0-9]{36}\b/ },
] as const;
