export type { StorageApi } from './api.ts';
export type { BodyInput, BodySource } from './body.ts';
export type { StorageCapabilities, StorageLimits, StorageTrait, UploadSupport } from './capabilities.ts';
export {
  type Storage,
  type StorageContract,
  type StorageNeeds,
  type StorageOf,
  type StorageParts,
  storage,
} from './contract.ts';
export { isKey, isPrefix, slugKey, whyNotKey } from './keys.ts';
export type { GetInput, GetMethod, PrefixedStorage, StorageMethods } from './methods.ts';
export type {
  ByteRange,
  Checksum,
  ContentHeaders,
  CopyObject,
  DeleteObject,
  DeleteObjects,
  DeleteResult,
  GetObject,
  HeadObject,
  ListEntry,
  ListObjects,
  Metadata,
  ObjectInfo,
  PutFields,
  PutObject,
  PutResult,
  StoredBody,
  VendorInput,
  WriteCondition,
} from './object.ts';
export type {
  PresignedPost,
  PresignedRequest,
  PresignGet,
  PresignOptions,
  PresignPost,
  PresignPostRequest,
  PresignPut,
  PresignRequest,
} from './presign.ts';
export type { PresignMethods } from './presign-methods.ts';
export { type StorageReason, storageReasons } from './reasons.ts';
export type { GetOptions, NotModified, StoredObject } from './stored-object.ts';
export type { Progress, PutOptions } from './upload.ts';
export type {
  CompleteUpload,
  CreateUpload,
  ListUploads,
  OpenUpload,
  PartInfo,
  SessionInput,
  UploadPart,
  UploadSession,
} from './uploads.ts';
