import { furtherHeaders } from '@patchbay/email';
import { describe, expect, it } from 'vitest';

describe('the headers of a message', () => {
  it('are its own where there is no way to unsubscribe', () => {
    expect(furtherHeaders({ headers: { 'X-Shop': 'a' } })).toEqual({ 'X-Shop': 'a' });
    expect(furtherHeaders({})).toEqual({});
  });

  it('promise one click for a page of https alone', () => {
    expect(furtherHeaders({ unsubscribe: { url: 'https://shop.example/leave?a=1,2' } })).toEqual({
      'List-Unsubscribe': '<https://shop.example/leave?a=1,2>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(furtherHeaders({ unsubscribe: { url: 'http://shop.example/leave' } })).toEqual({
      'List-Unsubscribe': '<http://shop.example/leave>',
    });
  });

  it('name the page before the mailbox, whose odd characters are written for a URL', () => {
    const unsubscribe = { url: 'https://shop.example/leave', email: 'leave?now&then%@shop.example' };
    expect(furtherHeaders({ unsubscribe })['List-Unsubscribe']).toBe(
      '<https://shop.example/leave>, <mailto:leave%3Fnow%26then%25@shop.example>',
    );
  });
});
