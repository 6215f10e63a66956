import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** The files of `public/`, read once. */
export interface Assets {
  /** The path to link to; it changes with the file, so that browsers may keep it for ever. */
  url(path: string): string;
  /** The bytes of a file; none when there is no such file. */
  bytes(path: string): Uint8Array;
  /** Answers a request for a file, or `undefined`. */
  answer(path: string): Response | undefined;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

export function loadAssets(): Assets {
  const folder = new URL('../public/', import.meta.url);
  const files = new Map<string, { readonly text: string; readonly type: string; readonly version: string }>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    const text = readFileSync(new URL(path, folder), 'utf8');
    files.set(`/${path}`, {
      text,
      type,
      version: createHash('sha256').update(text).digest('hex').slice(0, 10),
    });
  }
  return {
    url: (path) => `${path}?v=${files.get(path)?.version ?? ''}`,
    bytes: (path) => new TextEncoder().encode(files.get(path)?.text),
    answer(path) {
      const file = files.get(path);
      if (file === undefined) return undefined;
      const headers = { 'content-type': file.type, 'cache-control': 'public, max-age=31536000, immutable' };
      return new Response(file.text, { headers: { ...headers, 'x-content-type-options': 'nosniff' } });
    },
  };
}
