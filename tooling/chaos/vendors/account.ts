import type { Intent } from '../script/script.ts';

/** An account at a vendor: what it answers, and the books by which effects are counted. */
export interface Account {
  /** Its credential, which nothing may print. */
  readonly secret: string;
  handle(request: Request): Promise<Response>;
  /** How often it did what was wanted. */
  effects(intent: Intent): number;
  /** A refusal in the vendor's own envelope, as indiscreet as can be. */
  refusal(status: 401 | 429 | 500 | 503): object;
  /** The next request is done, and its key answered with the vendor's own failure from now on. */
  storeError?(): void;
  /** A payment from before, to be refunded. */
  paymentId?(): Promise<string>;
  /** What it tells of everything that it did. */
  events?(): string;
}
