export {
  type AddressInput,
  type EmailAddress,
  isEmail,
  parseAddress,
  sameMailbox,
  toAddress,
  toAddresses,
} from './address.ts';
export type { EmailApi, EmailInput, IdInput } from './api.ts';
export {
  type Attachment,
  type AttachmentContent,
  type LoadedAttachment,
  loadAttachments,
  toBase64,
} from './attachment.ts';
export type { EmailCapabilities, EmailLimits, EmailTrait } from './capabilities.ts';
export {
  type Email,
  type EmailContract,
  type EmailMethods,
  type EmailNeeds,
  type EmailOf,
  type EmailParts,
  email,
} from './contract.ts';
export type { BounceKind, EmailEvent, EmailEventType } from './events.ts';
export { furtherHeaders } from './headers.ts';
export type { InboundMail } from './inbound.ts';
export { assertLimits } from './limits.ts';
export type { Message, Metadata, TemplateInput, Unsubscribe, VendorInput } from './message.ts';
export { type EmailReason, emailReasons } from './reasons.ts';
export type { Receipt, RecipientResult, RecipientStatus, RefusalReason } from './receipt.ts';
export type { ReconcileSend } from './reconcile.ts';
export type { SendManyOptions, SendResult } from './send-many.ts';
export type {
  AddSuppression,
  ListSuppressions,
  RemoveSuppression,
  Suppression,
  SuppressionReason,
} from './suppression.ts';
