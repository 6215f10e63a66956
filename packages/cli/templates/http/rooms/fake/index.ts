export type { AcmeBooks } from './books.ts';
export { acmeFake } from './fake.ts';
export { type AcmeRejection, acmeRejections } from './rejections.ts';
export type {
  // only: webhooks
  AcmeEvent,
  // all
  AcmeFailure,
  AcmeFake,
  AcmeFakeOptions,
  AcmeLogEntry,
} from './types.ts';
