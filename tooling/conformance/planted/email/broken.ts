import type { EmailCapabilities } from '@patchbay/email';
import type { EmailSubject } from '@patchbay/email/conformance';
import type { BrokenDriver, Defect, Harmless } from '../broken.ts';

export type EmailDriver = BrokenDriver<EmailSubject, EmailCapabilities>;
export type EmailDefect = Defect<EmailSubject, EmailCapabilities>;
export type EmailHarmless = Harmless<EmailSubject, EmailCapabilities>;
