import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clone } from './clone.ts';
import type { Stranger } from './stranger.ts';

const contract = 'packages/payments/contract/src';

/** A minor release of the contract: one more operation, which the adapter that is published does not know. */
const edits = [
  {
    file: `${contract}/operations.ts`,
    after: 'export const operations = {',
    add: "'receipts.get': { ...read, ...byId, summary: 'Read a receipt' },",
  },
  {
    file: `${contract}/api.ts`,
    after: 'export interface PaymentsApi {',
    add: 'readonly receipts: { get(input: IdInput, options?: CallOptions): Promise<Payment> };',
  },
  {
    file: `${contract}/conformance/recipes.ts`,
    after: 'export const recipes: Recipes<PaymentsApi, PaymentsScene, PaymentsTrait> = {',
    add: "'receipts.get': { ...withCharge, prepare: (scene) => idOf(scene.pay()), blind: unknownId },",
  },
] as const;

const changeset = `---
'@patchbay/core': minor
'@patchbay/payments': minor
---

Rehearsal: payments have receipts.
`;

/** Changes contract and core in the clone as a minor release would. */
export async function addToContract(clone: Clone): Promise<void> {
  for (const { file, after, add } of edits) {
    const path = join(clone.folder, file);
    writeFileSync(path, replacedOnce(readFileSync(path, 'utf8'), after, `${after}\n${add}`, file));
  }
  writeFileSync(join(clone.folder, '.changeset/rehearsal.md'), changeset);
  await clone.commit('One more operation');
}

/** Moves the stranger's copy of core on by two versions of the adapter interface. */
export function moveSpec({ folder }: Stranger, by: number): readonly number[] {
  const dist = join(folder, 'node_modules/@patchbay/core/dist');
  const pattern = /(?<=acceptedSpecs = \[)[\d, ]+(?=\])/;
  const files = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const file = files.find((name) => pattern.test(readFileSync(join(dist, name), 'utf8')));
  if (file === undefined) throw new Error(`Core says nowhere in ${dist} which interfaces it accepts.`);
  const text = readFileSync(join(dist, file), 'utf8');
  const newest = Math.max(...(pattern.exec(text)?.[0] ?? '').split(',').map(Number)) + by;
  writeFileSync(join(dist, file), text.replace(pattern, `${newest - 1}, ${newest}`));
  return [newest - 1, newest];
}

/** Fails where an edit no longer fits what it edits. */
export function replacedOnce(text: string, before: string, after: string, file: string): string {
  if (text.split(before).length !== 2) throw new Error(`${file} does not have "${before}" once any more.`);
  return text.replace(before, () => after);
}
