import { accessRejections } from './rejections/access.ts';
import { formsRejections } from './rejections/forms.ts';
import { manyRejections } from './rejections/many.ts';
import { multipartRejections } from './rejections/multipart.ts';
import { readsRejections } from './rejections/reads.ts';
import type { RejectionRow } from './rejections/row.ts';
import { writesRejections } from './rejections/writes.ts';

export type {
  RejectionForm,
  RejectionRequest,
  RejectionRow,
  RejectionSignature,
} from './rejections/row.ts';

/** Every request that the fake promises to reject, with its source. One row is one test. */
export const s3Rejections: readonly RejectionRow[] = [
  ...accessRejections,
  ...writesRejections,
  ...readsRejections,
  ...manyRejections,
  ...multipartRejections,
  ...formsRejections,
];
