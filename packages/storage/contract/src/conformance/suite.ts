import { copyCases } from './contract/copy.ts';
import { deleteCases } from './contract/delete.ts';
import { getCases } from './contract/get.ts';
import { listCases } from './contract/list.ts';
import { methodCases } from './contract/methods.ts';
import { putBodyCases } from './contract/put-bodies.ts';
import { putConditionCases } from './contract/put-conditions.ts';
import { putFailureCases } from './contract/put-failures.ts';
import { putFieldCases } from './contract/put-fields.ts';
import { rangeCases } from './contract/ranges.ts';
import { uploadCases } from './contract/uploads.ts';
import { suite } from './define.ts';
import type { StorageCase } from './harness.ts';
import { keyCases } from './keys/keys.ts';
import { presignPostCases } from './presign/post.ts';
import { presignCases } from './presign/presign.ts';
import { presignPutCases } from './presign/put.ts';
import { bodyCases } from './resilience/bodies.ts';

/** Every case of the category but the business scenarios. */
export const storageCases: readonly StorageCase[] = [
  suite.generated,
  putBodyCases,
  putFieldCases,
  putConditionCases,
  putFailureCases,
  getCases,
  rangeCases,
  listCases,
  deleteCases,
  copyCases,
  methodCases,
  uploadCases,
  keyCases,
  presignCases,
  presignPutCases,
  presignPostCases,
  bodyCases,
].flat();
