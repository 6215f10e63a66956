import { describe, expect, it } from 'vitest';
import { fromRefusedByAll, fromReply, toReceipt } from '../src/response.ts';

const message = {
  from: 'shop@shop.example',
  to: ['a@example.com', 'b@bücher.example'],
  subject: 'Hi',
  text: 'Hi.',
};
const refusal = (recipient: string, response: string) => ({
  recipient,
  response,
  responseCode: Number(response.slice(0, 3)),
  command: 'RCPT TO',
});

describe('a receipt', () => {
  it('tells each recipient’s fate, also under a domain that went out in ASCII', () => {
    const answer = { rejectedErrors: [refusal('b@xn--bcher-kva.example', '550 5.1.1 No such user')] };
    const receipt = toReceipt(message, { id: 'abc', local: 'abc.def' }, answer);
    expect(receipt).toEqual({
      id: 'abc',
      provider: 'smtp',
      status: 'partial',
      rfcMessageId: 'abc.def@shop.example',
      recipients: [
        { email: 'a@example.com', kind: 'to', status: 'accepted' },
        {
          email: 'b@bücher.example',
          kind: 'to',
          status: 'refused',
          reason: 'mailbox_unknown',
          detail: '550 5.1.1 No such user',
        },
      ],
    });
    expect(receipt.raw).toBe(answer);
  });

  it('is not made of a session that was refused', () => {
    const rejectedErrors = [refusal('a@example.com', '530 5.7.0 Log in first')];
    expect(fromRefusedByAll({ rejectedErrors })).toBeUndefined();
    expect(fromRefusedByAll(new Error('lost'))).toBeUndefined();
  });
});

describe('a reply to a recipient', () => {
  it.each([
    ['550 5.1.1 No such user', 'refused', 'mailbox_unknown'],
    ['550 5.2.1 Disabled', 'refused', 'mailbox_unknown'],
    ['452 4.2.2 Full', 'deferred', 'mailbox_full'],
    ['552 5.2.2 Full', 'refused', 'mailbox_full'],
    ['554 5.7.1 Relay access denied', 'refused', 'policy'],
    ['550 5.7.26 Unauthenticated', 'refused', 'reputation'],
    ['550 5.6.0 Content', 'refused', 'content'],
    ['450 4.3.0 Later', 'deferred', 'other'],
    ['550 No such user', 'refused', 'mailbox_unknown'],
    ['451 Later', 'deferred', 'other'],
  ])('%s', (text, status, reason) => {
    const [, enhanced] = /^\d{3} (\d\.\d+\.\d+)/.exec(text) ?? [];
    const reply = { status: Number(text.slice(0, 3)), enhanced, text, command: 'RCPT TO' };
    expect(fromReply(reply)).toEqual({ status, reason, detail: text });
  });
});
