import { endpointRejections } from './rejections/endpoints.ts';
import { mailContentRejections } from './rejections/mail-content.ts';
import { mailEnvelopeRejections } from './rejections/mail-envelope.ts';
import { mailOptionsRejections } from './rejections/mail-options.ts';
import { protocolRejections } from './rejections/protocol.ts';
import type { RejectionRow } from './rejections/row.ts';

export type { RejectionRequest, RejectionRow } from './rejections/row.ts';

/** Every request that the fake promises to reject, with its source. One row is one test. */
export const sendgridRejections: readonly RejectionRow[] = [
  ...protocolRejections,
  ...mailEnvelopeRejections,
  ...mailContentRejections,
  ...mailOptionsRejections,
  ...endpointRejections,
];
