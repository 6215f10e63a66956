export { sendgridFake } from './fake.ts';
export type { RejectionRequest, RejectionRow } from './rejections.ts';
export { sendgridRejections } from './rejections.ts';
export type {
  AcceptedAttachment,
  AcceptedMail,
  AcceptedRecipient,
  EventTarget,
  EventType,
  FakeTemplate,
  InboundMail,
  InboundOptions,
  LoggedRequest,
  MailAddress,
  SendgridEvent,
  SendgridFake,
  SendgridFakeOptions,
  SignOptions,
  SuppressionEntry,
  SuppressionList,
} from './types.ts';
