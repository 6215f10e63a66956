import { codes, type Failure, isDriverFailure } from '@patchbay/core';
import type { StorageParts } from '../contract.ts';
import { download } from './download.ts';
import { readForm } from './form.ts';
import { type Grant, placeOf, type SignedUrlSettings, verifyClaim } from './signed-urls.ts';
import { type EmbeddedStore, unwatched } from './store.ts';
import { takeForm, takePut } from './take-upload.ts';

/** What the pages of an embedded provider work on. */
export interface PagesSettings extends SignedUrlSettings {
  readonly store: EmbeddedStore;
  /** The adapter's own table of errors. */
  readonly toFailure: (thrown: unknown) => Failure | undefined;
}

/**
 * Answers requests to signed URLs and forms. Whoever holds one may do exactly what was signed, until it expires; what
 * was stored by strangers is sent so that no browser runs it.
 */
export function signedPages(settings: PagesSettings): NonNullable<StorageParts['pages']> {
  return {
    async handle(request) {
      const place = placeOf(settings.publicUrl, request);
      if (place.kind === 'elsewhere') return undefined;
      if (place.kind === 'base' && request.method !== 'POST') return undefined;
      return answered(settings, () =>
        place.kind === 'base' ? postForm(settings, request) : reach(settings, request, place.key),
      );
    },
  };
}

async function answered(settings: PagesSettings, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    const failure = isDriverFailure(error) ? error.failure : settings.toFailure(error);
    if (failure === undefined) throw error;
    return refusal(statusOf(failure), failure.message ?? 'The request failed.');
  }
}

function statusOf({ code, reason }: Failure): number {
  if (reason === 'range_invalid') return 416;
  if (code === 'already_exists') return 412; // as HTTP has it for a condition
  return codes[code].status;
}

type Action = (settings: PagesSettings, request: Request, key: string, grant: Grant) => Promise<Response>;

const actions: Readonly<Record<string, Action>> = {
  GET: ({ store }, request, key, grant) => download(store, request, key, grant),
  HEAD: ({ store }, request, key, grant) => download(store, request, key, grant),
  PUT: ({ store }, request, key, grant) => takePut(store, request, key, grant),
  DELETE: async ({ store }, request, key) => {
    await store.delete({ key }, unwatched(request.signal));
    return new Response(null, { status: 204 });
  },
};

async function reach(settings: PagesSettings, request: Request, key: string): Promise<Response> {
  const fields = new URL(request.url).searchParams;
  const verified = await verifyClaim(settings, { kind: 'url', key, fields });
  if ('refused' in verified) return refusal(403, verified.refused);
  const { method = '' } = verified.grant;
  const action = Object.hasOwn(actions, method) ? actions[method] : undefined;
  if (action === undefined || method !== request.method)
    return refusal(405, 'The address is signed for another method.', { allow: method });
  return action(settings, request, key, verified.grant);
}

async function postForm(settings: PagesSettings, request: Request): Promise<Response> {
  const form = await readForm(request);
  try {
    const { 'Content-Type': type = form.file.type, ...fields } = form.fields;
    const key = fields['key'] ?? '';
    const verified = await verifyClaim(settings, { kind: 'form', key, fields: Object.entries(fields) });
    if ('refused' in verified) return refusal(403, verified.refused);
    if (verified.grant['method'] !== 'POST') return refusal(403, 'This is not signed for a form.');
    const file = { type, chunks: form.file.chunks };
    return await takeForm(settings.store, key, verified.grant, file, unwatched(request.signal));
  } finally {
    form.release();
  }
}

/** A short answer in plain text, which no browser takes for a page. */
function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  const own = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return new Response(`${message}\n`, { status, headers: { ...own, ...headers } });
}
