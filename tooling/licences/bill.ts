import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A package with its version and the licence that it names, as an SPDX expression; `undefined` when it names none. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
}

/** A published package and everything that installing it brings along. */
export interface Bill {
  readonly of: Component;
  readonly components: readonly Component[];
}

const licenceSchema = z.union([
  z.object({ license: z.object({ id: z.string() }) }).transform(({ license }) => license.id),
  z.object({ license: z.object({ name: z.string() }) }).transform(({ license }) => license.name),
  z.object({ expression: z.string() }).transform(({ expression }) => expression),
]);

const componentSchema = z
  .object({
    group: z.string().optional(),
    name: z.string(),
    version: z.string(),
    licenses: z.array(licenceSchema).default([]),
  })
  .transform(
    ({ group, name, version, licenses }): Component => ({
      name: group === undefined ? name : `${group}/${name}`,
      version,
      licence: licenses.length === 0 ? undefined : licenses.join(' AND '), // several: all of them hold
    }),
  );

const billSchema = z
  .object({
    bomFormat: z.literal('CycloneDX'),
    specVersion: z.literal('1.6'),
    metadata: z.object({ component: componentSchema }),
    components: z.array(componentSchema),
  })
  .transform(({ metadata, components }): Bill => ({ of: metadata.component, components }));

/** What one file of `writeBills` says. */
export function readBill(text: string): Bill {
  return billSchema.parse(JSON.parse(text));
}

/** Has pnpm write a bill of materials (CycloneDX 1.6, JSON) for each published package into a folder. */
export async function writeBills(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const form = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6'];
  const files = ['--split', '--out', join(folder, '%s-%v.cdx.json')];
  await promisify(execFile)(
    join(root, 'node_modules/.bin/pnpm'),
    ['--filter', './packages/**', 'sbom', '--prod', ...form, ...files],
    { cwd: root },
  );
}

/** The bills in a folder, by the name of the package. */
export function readBills(folder: string): readonly Bill[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.cdx.json'));
  return files.map((file) => readBill(readFileSync(join(folder, file), 'utf8')));
}
