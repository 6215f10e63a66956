import type { Fault } from '../script/script.ts';
import type { FarSide } from './far-side.ts';
import type { Line } from './line.ts';

/** Without sockets: what breaks is thrown as `fetch` throws it. */
export const directLine: Line = {
  url: (account) => `http://account${account + 1}.test`,
  send: (farSide, _account, input, { signal, ...init }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason));
      travel(farSide, farSide.next(), new Request(input, init)).then(resolve, reject);
    }),
};

/** There and back. */
async function travel(farSide: FarSide, fault: Fault, request: Request): Promise<Response> {
  if (fault.kind === 'unreachable') throw broken('ECONNREFUSED');
  if (fault.kind === 'drop_before') throw broken('UND_ERR_SOCKET');
  if (fault.kind === 'hang' && !fault.commits) return never();
  const answer = await farSide.answer(fault, request);
  switch (fault.kind) {
    case 'drop_after':
      throw broken('UND_ERR_SOCKET');
    case 'hang':
      return never();
    case 'cut_answer':
      return new Response(cutBody(), { status: answer.status, headers: answer.headers });
    default:
      return answer;
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}

function broken(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

function cutBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id": "'));
    },
    pull(controller) {
      controller.error(broken('UND_ERR_SOCKET'));
    },
  });
}
