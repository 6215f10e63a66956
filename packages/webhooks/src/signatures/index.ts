export { type BasicWebhooksOptions, basicWebhooks } from './basic.ts';
export type { SignatureEncoding, SignedContent } from './bytes.ts';
export type { OneOrMore } from './config.ts';
export { type EcdsaWebhooksOptions, ecdsaWebhooks } from './ecdsa.ts';
export { type Ed25519WebhooksOptions, ed25519Webhooks } from './ed25519.ts';
export { type HmacWebhooksOptions, hmacWebhooks } from './hmac.ts';
export type { Coverage, FromHeader, SignatureOptions, SignedTimestamp } from './signed.ts';
export type { SignedEvent, SourceOptions, WebhookSource } from './source.ts';
export {
  newStandardSecret,
  type StandardHeaders,
  type StandardMessage,
  type StandardWebhooksOptions,
  signStandardWebhook,
  standardWebhooks,
} from './standard.ts';
