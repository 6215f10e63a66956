export { type SmtpEmail, smtpEmail } from './adapter.ts';
export { capabilities as smtpEmailCapabilities } from './capabilities.ts';
export type { SmtpClient } from './client/client.ts';
export type { SmtpEmailOptions } from './options.ts';
