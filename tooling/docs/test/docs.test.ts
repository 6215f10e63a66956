import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codes, IntegrationError, isErrorCode } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { locate } from '../../budgets/installed.ts';
import { readManifest, recordIn } from '../../structure/src/manifest.ts';
import { readTree } from '../../structure/src/tree.ts';
import { packageFolders } from '../../structure/src/workspace.ts';
import { adapters } from '../adapters.ts';
import { reasonsByCategory } from '../contracts.ts';
import { documents, everyDocument, readmes, root } from '../documents.ts';
import { tableFor } from '../errors.ts';
import { pages } from '../generate.ts';
import { headingProblems } from '../headings.ts';
import { fillIn } from '../markdown.ts';
import { textsIn } from '../options.ts';
import { witnesses } from '../witnesses.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('what is generated', () => {
  const made = pages();

  it.each(made.map(({ path }) => path))('%s says what the code says (else: npm run docs)', (path) => {
    const page = made.find((each) => each.path === path);
    expect(page?.before).toBe(page?.after);
  });

  it('fills every block that a document has, and each is there once', () => {
    const wrong = everyDocument.flatMap((path) => {
      const found = [...read(path).matchAll(/^<!-- generated:(.+) -->$/gm)].map(([, name]) => name);
      const filled = made.find((page) => page.path === path)?.blocks ?? [];
      return found.toSorted().join() === filled.toSorted().join() ? [] : [`${path}: ${found.join(', ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it('names the versions of peers that are installed', () => {
    const wrong = adapters.flatMap(({ name, folder }) =>
      (witnesses[name] ?? []).flatMap((witness) => {
        const [, peer = '', version = ''] = /^(?:.* of )?([a-z][\w.-]*) (\d[\d.]*)/.exec(witness.name) ?? [];
        const at = peer === '' ? undefined : locate(peer, join(root, folder));
        const installed =
          at &&
          z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')));
        return installed && !`${installed.version}.`.startsWith(`${version}.`)
          ? [`${name}: ${witness.name}, and ${installed.version} is installed`]
          : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('differs from a README that claims other capabilities', () => {
    const stripe = made.find(({ path }) => path === 'packages/payments/stripe/README.md');
    const [, block = ''] = stripe?.after.split('<!-- generated:capabilities -->') ?? [];
    const [content = ''] = block.split('<!-- /generated -->');
    const lie = stripe?.after.replace('| Read a refund | native |', '| Read a refund | no |') ?? '';
    expect(lie).not.toBe(stripe?.after);
    expect(fillIn(lie, 'capabilities', content.trim())).toBe(stripe?.after);
  });
});

describe('READMEs', () => {
  const isCalledBack = (path: string): boolean =>
    adapters.some(
      ({ folder, info }) => `${folder}/README.md` === path && info.capabilities.traits['webhooks'],
    );

  it.each(readmes)('$path has its headings, in their order', ({ path, kind }) => {
    expect(headingProblems(read(path), { kind, hasWebhooks: isCalledBack(path) })).toEqual([]);
  });

  it('are told what they lack, have too much, and have in another order', () => {
    const lines = ['# @patchbay/x', 'It is one.', '## Use', '## Install', '## History', '## Limits'];
    expect(headingProblems(lines.join('\n\n'), { kind: 'other' })).toEqual([
      'The order is Install, Use, Limits.',
    ]);
    expect(headingProblems(lines.join('\n\n'), { kind: 'adapter' })).toContain(
      '“History” has no place at this level: make it a part of another heading.',
    );
    expect(headingProblems('# x', { kind: 'other' })).toHaveLength(4);
  });

  it('name the variables that the schemas name', () => {
    const wrong = adapters.flatMap(({ name, folder, info }) => {
      const texts = textsIn(`${folder}/src/options.ts`);
      return info.fields
        .map((field) => ({
          option: `${name}.${field.name}`,
          env: field.env,
          said: texts[field.name]?.environment,
        }))
        .filter(({ env, said }) => said !== undefined && said !== env);
    });
    expect(wrong).toEqual([]);
  });
});

describe('options', () => {
  it('that sound like secrets are marked as such: what is not marked is printed', () => {
    const secretive = /(secret|secrets|password|passphrase|apiKey|privateKey|accessKey|token)$/i;
    const open = adapters.flatMap(({ name, info }) =>
      info.fields
        .filter((field) => secretive.test(field.name) && !field.secret)
        .map((field) => `${name}.${field.name}`),
    );
    expect(open).toEqual([]);
  });
});

describe('the error reference', () => {
  const page = read('apps/docs/errors.md');

  it('has a place for the slug of every error', () => {
    const lost = Object.keys(codes)
      .filter(isErrorCode)
      .map((code) => new IntegrationError({ code, outcome: 'unknown', message: '' }).docs.split('/'))
      .filter(([file = '', anchor = '']) => file !== 'errors' || !page.includes(`\n## ${anchor}\n`));
    expect(lost).toEqual([]);
  });

  it('maps vendors to reasons that belong to the code', () => {
    const foreign = adapters.flatMap(({ name, info }) =>
      tableFor(name).filter(({ code, reason }) => {
        const allowed = reasonsByCategory[info.category]?.[code] ?? [];
        return reason !== undefined && !allowed.includes(reason);
      }),
    );
    expect(foreign).toEqual([]);
  });
});

describe('documents', () => {
  it('have snippets that compile', () => {
    const folder = mkdtempSync(join(root, 'tooling/docs/snippets-'));
    try {
      for (const [index, { code }] of documents.flatMap(snippetsOf).entries()) {
        writeFileSync(join(folder, `snippet-${index}.ts`), `${code}\nexport {};\n`);
      }
      const options = { customConditions: ['@patchbay/source'], noEmit: true, noUnusedLocals: false };
      const project = {
        extends: '../../../tsconfig.base.json',
        compilerOptions: options,
        include: ['.', '../surroundings.d.ts', '../../../packages/*/*/src/**/*.d.ts'],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
      const compiler = join(root, 'node_modules/.bin/tsc');
      const { stdout, stderr, status } = spawnSync(compiler, ['-p', folder, '--pretty', 'false'], {
        encoding: 'utf8',
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 300_000);

  it('have no snippet that is not compiled', () => {
    const others = documents.flatMap((document) =>
      [
        ...read(document).matchAll(/^ *(?:```|~~~) ?(?!ts$)(?:[cm]?[jt]sx?|javascript|typescript)\b.*$/gm),
      ].map(([fence]) => `${document}: ${fence.trim()}`),
    );
    expect(others).toEqual([]);
  });

  it('name packages and tasks that there are', () => {
    const tree = readTree(root);
    const packages = packageFolders(tree).map((folder) =>
      readManifest(tree.get(`${folder}/package.json`) ?? ''),
    );
    const known = new Set([
      ...packages.map(({ name }) => String(name)),
      ...Object.keys(recordIn(readManifest(tree.get('package.json') ?? ''), 'scripts')),
    ]);
    const unknown = everyDocument.flatMap((document) =>
      [...read(document).matchAll(/@patchbay\/[a-z][a-z\d-]*|(?<=npm run )[a-z][a-z:]*/g)]
        .map(([name]) => name)
        .filter((name) => !known.has(name) && !name.endsWith('-acme'))
        .map((name) => `${document}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('have links that lead somewhere', () => {
    const broken = everyDocument.flatMap((document) =>
      linksOf(document)
        .filter(({ path, anchor }) => !leadsSomewhere(path, anchor))
        .map(({ path, anchor }) => `${document}: ${path}#${anchor}`),
    );
    expect(broken).toEqual([]);
  });
});

/** Code of a document; `<!-- given: … -->` before it holds what a reader knows from the text around it. */
function snippetsOf(document: string): readonly { readonly code: string }[] {
  const fences = read(document).matchAll(/(?:<!-- given: (.*) -->\n\n)?```ts\n([\s\S]*?)```/g);
  return [...fences].map(([, given = '', code = '']) => ({ code: `${given}\n${code}` }));
}

/** Links within the repository: the path from its root, and the heading. */
function linksOf(document: string): readonly { readonly path: string; readonly anchor: string }[] {
  const links = read(document).matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g);
  return [...links].map(([, path = '', anchor = '']) => ({
    path: path === '' ? document : join(dirname(document), path),
    anchor,
  }));
}

function leadsSomewhere(path: string, anchor: string): boolean {
  if (!existsSync(join(root, path))) return false;
  return anchor === '' || !path.endsWith('.md') || anchorsIn(path).has(anchor);
}

/** Headings as GitHub turns them into anchors. */
function anchorsIn(path: string): ReadonlySet<string> {
  const headings = read(path).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
