import { type LenientFake, rewriting } from '../lenient.ts';
import { changeMail, type MailJson, sendPath } from './mail-json.ts';

export { answering, rewriting } from '../lenient.ts';

/** The fake with mails changed before it looks at them: what is wrong with them is put right. */
export function rewritingMail(change: (mail: MailJson) => void): LenientFake['lenience'] {
  return rewriting((incoming) => {
    if (incoming.url.pathname !== sendPath) return;
    const body = changeMail(new TextDecoder().decode(incoming.body), change);
    incoming.body = new TextEncoder().encode(body);
  });
}
