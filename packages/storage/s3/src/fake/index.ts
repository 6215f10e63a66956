export { s3Fake } from './fake.ts';
export type { S3ErrorCode } from './protocol/errors.ts';
export type { RejectionForm, RejectionRequest, RejectionRow, RejectionSignature } from './rejections.ts';
export { s3Rejections } from './rejections.ts';
export type {
  S3Fake,
  S3FakeBucket,
  S3FakeCorsRule,
  S3FakeCredentials,
  S3FakeFault,
  S3FakeFaultKind,
  S3FakeObject,
  S3FakeOptions,
  S3FakeRequest,
  S3FakeUpload,
  S3FakeVersion,
} from './types.ts';
