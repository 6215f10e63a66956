import { credentials } from '../../subjects/input.ts';
import { subject as sound } from '../../subjects/stripe-payments.ts';
import type { Subject } from '../../subjects/subject.ts';

const outlivesTheTest = 8_000;

/** Prints, keeps a timer, and writes the credential into the error. */
export const subject: Subject = {
  ...sound,
  async open(...where) {
    const opened = await sound.open(...where);
    return {
      ...opened,
      async write() {
        setTimeout(() => {}, outlivesTheTest);
        try {
          return await opened.write();
        } catch (error) {
          console.log(`The key ${encodeURIComponent(credentials.stripe)} did not work.`);
          throw Object.defineProperty(Object(error), 'message', { value: `It used ${credentials.stripe}.` });
        }
      },
    };
  },
};
