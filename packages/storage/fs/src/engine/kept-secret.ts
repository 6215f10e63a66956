import { randomBytes } from 'node:crypto';
import { link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, newId, readText, removeFile, writeText } from './disk.ts';

/** The secret that signs where none is configured: random, made once, the same for all processes on this root. */
export async function keptSecret(root: string): Promise<string> {
  const path = join(root, 'signing-secret');
  const kept = await readText(path);
  if (kept !== undefined) return kept;
  await mkdir(root, { recursive: true, mode: 0o700 });
  const fresh = join(root, `signing-secret.${newId()}`);
  try {
    await writeText(fresh, randomBytes(32).toString('hex'), true);
    await link(fresh, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error; // another process was first
  } finally {
    await removeFile(fresh);
  }
  return keptSecret(root);
}
