export { type SendgridEmail, sendgridEmail } from './adapter.ts';
export { capabilities as sendgridEmailCapabilities } from './capabilities.ts';
export type { SendgridClient } from './client/client.ts';
export type { SendgridEmailOptions } from './options.ts';
