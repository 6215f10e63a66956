import { IntegrationError } from '@patchbay/core';
import { subject as sound } from '../../subjects/stripe-payments.ts';
import type { Subject } from '../../subjects/subject.ts';

/** Says that nothing was done, whatever happened. */
export const subject: Subject = {
  ...sound,
  async open(...where) {
    const opened = await sound.open(...where);
    return {
      ...opened,
      async write() {
        try {
          return await opened.write();
        } catch (error) {
          if (!IntegrationError.is(error)) throw error;
          throw new IntegrationError({ ...error.toJSON(), outcome: 'not_applied' });
        }
      },
    };
  },
};
