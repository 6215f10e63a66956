import { describe, expect, it } from 'vitest';
import { toMailbox } from '../src/request.ts';
import { fromId } from '../src/response.ts';

describe('a mailbox', () => {
  it('goes out with its name, or without one', () => {
    expect(toMailbox({ email: 'ada@example.com', name: 'Ada' })).toEqual({
      address: 'ada@example.com',
      name: 'Ada',
    });
    expect(toMailbox({ email: 'ada@example.com' })).toEqual({ address: 'ada@example.com' });
  });
});

describe('an id', () => {
  it('is read from the answer, and an answer without one cannot be read', () => {
    expect(fromId({ id: 'mail_1', more: true })).toBe('mail_1');
    expect(() => fromId({})).toThrow(expect.objectContaining({ name: 'DriverFailure' }));
  });
});
