import { type CallOptions, type Contract, DriverFailure, type Reconciled } from '@patchbay/core';

/** A letter that was taken. */
export interface Receipt {
  readonly id: string;
}

/** What there is to find out about. */
export interface ReconcileLetter {
  readonly operation: string;
  readonly idempotencyKey: string;
  readonly since: Date;
}

/** What post offices do. */
export interface PostApi {
  send(input: { readonly text: string }, options?: CallOptions): Promise<Receipt>;
  reconcile(input: ReconcileLetter, options?: CallOptions): Promise<Reconciled<Receipt>>;
}

/** News of one letter. */
export interface PostEvent {
  readonly mark: string;
  readonly letter: Receipt;
}

interface PostMethods {
  readonly webhooks: { receive(body: string): Promise<readonly PostEvent[]> };
}

interface PostParts {
  readonly webhook: { verify(body: string): Promise<readonly PostEvent[]> };
}

/** The smallest category whose vendors know no keys, but can be asked, and tell of what they did. */
export const post: Contract<PostApi, PostMethods, PostParts> = {
  category: 'post',
  operations: {
    send: { repeat: 'keyed', summary: 'Send a letter' },
    reconcile: { repeat: 'safe', aboutKey: true, summary: 'Ask for a letter' },
  },
  proofOf: ({ mark, letter }: PostEvent) => ({ vendorKey: mark, result: letter }),
  methods: ({ parts: { webhook } }) => ({
    webhooks: {
      receive: async (body) => {
        if (webhook === undefined)
          throw new DriverFailure({ code: 'unsupported', message: 'It has no webhooks.' });
        return webhook.verify(body);
      },
    },
  }),
};
