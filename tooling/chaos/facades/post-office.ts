import {
  type Attempt,
  DriverFailure,
  defineAdapter,
  type ErrorCode,
  invalidResponse,
  type Reconciled,
  reveal,
  type Secret,
  vendorKey,
} from '@patchbay/core';
import { type PostEvent, post, type Receipt } from './post.ts';

/** Which office, and the word by which it knows us. */
interface OfficeOptions {
  readonly url: string;
  readonly secret: Secret;
}

/** What an office says: of a letter, of those that it has, or why not. */
interface Answer {
  readonly id?: string;
  readonly mark?: string;
  readonly letters?: readonly Receipt[];
  readonly error?: string;
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'provider_auth_failed',
  429: 'rate_limited',
  500: 'provider_error',
  503: 'provider_unavailable',
};

/** Post offices: no idempotency keys, but a way to find out. */
export const postOffice = defineAdapter({
  spec: 1,
  contract: post,
  capabilities: {
    provider: 'office',
    operations: { send: 'native', reconcile: 'native' },
    traits: {},
    idempotency: { kind: 'none' },
  },
  options: {
    '~standard': {
      version: 1,
      vendor: 'chaos',
      validate: (value: unknown) => ({ value: value as OfficeOptions }), // the tests' own
    },
  },
  client: async ({ url, secret }, { transport }) => {
    return async (path: string, body: object, { headers, signal }: Attempt): Promise<Answer> => {
      const init = {
        method: 'POST',
        headers: { ...headers, authorization: reveal(secret) },
        body: JSON.stringify(body),
        signal,
      };
      const response = await transport.fetch(`${url}${path}`, init);
      const answer = (await response.json()) as Answer;
      if (answer.error !== undefined) throw new Refusal(response.status, answer.error);
      return answer;
    };
  },
  driver: (ask) => ({
    async send({ text }, call) {
      const { id } = await ask('/send', { text, mark: call.idempotencyKey }, call);
      if (id === undefined) throw invalidResponse('The answer has no id.');
      return { id };
    },
    async reconcile({ operation, idempotencyKey }, call): Promise<Reconciled<Receipt>> {
      const mark = await vendorKey([`post.${operation}`, '', idempotencyKey]);
      const { letters } = await ask('/find', { mark }, call);
      if (letters === undefined) throw invalidResponse('The answer has no letters.');
      const [letter] = letters;
      return letter === undefined
        ? { outcome: 'not_applied' }
        : { outcome: 'applied', result: { id: letter.id } };
    },
  }),
  toFailure: (thrown) => {
    if (!(thrown instanceof Refusal)) return undefined;
    const { status, message } = thrown;
    return { code: codes[status] ?? 'unknown', vendor: { status, message } };
  },
  check: async () => undefined,
  parts: { webhook: ({ secret }) => ({ verify: async (body) => toEvents(reveal(secret), body) }) },
});

/** An office tells of its own letters only. */
function toEvents(secret: string, body: string): readonly PostEvent[] {
  const told = JSON.parse(body) as {
    readonly secret: string;
    readonly letters: readonly (Receipt & { readonly mark: string })[];
  };
  if (told.secret !== secret)
    throw new DriverFailure({ code: 'webhook_rejected', reason: 'signature_mismatch', message: 'Not ours.' });
  return told.letters.map(({ id, mark }) => ({ mark, letter: { id } }));
}
