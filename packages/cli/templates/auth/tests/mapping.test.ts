import { describe, expect, it } from 'vitest';
import { toForm } from '../src/request.ts';
import { fromId } from '../src/response.ts';

describe('a form', () => {
  it('has what is given, escaped, and nothing of what is absent', () => {
    expect(toForm({ scope: 'openid email', audience: undefined }).toString()).toBe('scope=openid+email');
  });
});

describe('an id', () => {
  it('is read from the answer, and an answer without one cannot be read', () => {
    expect(fromId({ id: 'person_1', more: true })).toBe('person_1');
    expect(() => fromId({})).toThrow(expect.objectContaining({ name: 'DriverFailure' }));
  });
});
