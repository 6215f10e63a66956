import { describe, expect, it } from 'vitest';
import { toPath } from '../src/request.ts';
import { fromSize } from '../src/response.ts';

describe('a key', () => {
  it('goes out as it is, escaped once', () => {
    expect(toPath('a b/ü/100%.txt')).toBe('/v1/objects/a%20b/%C3%BC/100%25.txt');
  });
});

describe('a size', () => {
  it('is read from the headers, and an answer without one cannot be read', () => {
    expect(fromSize(new Headers({ 'content-length': '12' }))).toBe(12);
    expect(() => fromSize(new Headers())).toThrow(expect.objectContaining({ name: 'DriverFailure' }));
  });
});
