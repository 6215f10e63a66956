export { type Crc, crc, crcText } from './crc.ts';
export { compareKeys, fromCursor, toPage } from './listing.ts';
export { type PagesSettings, signedPages } from './pages.ts';
export { readChunks } from './read-chunks.ts';
export {
  assertChecksum,
  assertCondition,
  assertEtag,
  assertFields,
  assertParts,
  bodyCorrupt,
  objectMissing,
  resolveRange,
  uploadMissing,
} from './rules.ts';
export { type SignedUrlSettings, signedUrls } from './signed-urls.ts';
export { SigningKeys } from './signing.ts';
export { type EmbeddedStore, unwatched, type Watch, watchOf } from './store.ts';
