import { readWebhook } from '@patchbay/core/webhook';
import { type Handle, toNext, toNode } from '@patchbay/webhooks/bridges';

/** What the small Next.js app of `next.slow.test.ts` is made of: it is bundled for it. */
const echo: Handle = async (request, { address } = {}) => {
  const { method, url, headers } = request;
  try {
    const { body } = await readWebhook(request);
    const bytes = Array.from(body, (byte) => String.fromCharCode(byte)).join('');
    const type = headers.get('content-type');
    return Response.json({ method, url, address, type, bytes: btoa(bytes) }, { status: 202 });
  } catch {
    return new Response('too large', { status: 413 });
  }
};

export const { GET, POST } = toNext(echo);
export const behindProxy = toNext(echo, { trustProxy: 1 });
export const node = toNode(echo);
