import { subject as sound } from '../../subjects/stripe-payments.ts';
import type { Subject } from '../../subjects/subject.ts';

/** Takes the whole process down. */
export const subject: Subject = { ...sound, open: async () => process.exit(1) };
