export { type OutboxEmail, outboxEmail } from './adapter.ts';
export type { ArrivedMail } from './engine/arrived.ts';
export { type Fate, type OutboxEventType, testDomain, testMailboxes } from './engine/fates.ts';
export type { MailState, Outbox } from './engine/outbox.ts';
export type { MailRecord, OutboxEvent, SuppressionRecord } from './engine/records.ts';
export type { OutboxEmailOptions } from './options.ts';
