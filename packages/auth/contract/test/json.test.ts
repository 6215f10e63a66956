import { describe, expect, it } from 'vitest';
import { readJsonObject } from '../src/json.ts';

const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('the JSON of a token', () => {
  it.each([
    '{}',
    '{"a":1,"b":{"a":1}}',
    '[{"a":1}]'.replace(/^\[(.*)\]$/, '{"list":[$1,{"a":2}]}'),
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":"b\\\\","b":1}',
    '{ "a" : "a" , "b" : "a" }',
    '{"__proto__":1}',
    nested(31),
  ])('is read where it has one meaning: %s', (text) => {
    expect(readJsonObject(text)).toEqual(JSON.parse(text));
  });

  it.each([
    '',
    'null',
    '[]',
    '"a"',
    '{"a":1',
    '{"a":1,"a":1}',
    '{"a":1, "a" : 2}',
    '{"a":1,"\\u0061":2}',
    '{"b":{"a":1,"a":2}}',
    '{"b":[{"a":1},{"a":1,"a":2}]}',
    '{"a":{},"a":{}}',
    nested(32),
  ])('is refused otherwise: %s', (text) => {
    expect(readJsonObject(text)).toBeUndefined();
  });
});
