import { describe, expect, it } from 'vitest';
import { readApi } from '../api.ts';
import { compareApis } from '../compare.ts';
import { greatest } from '../levels.ts';
import { rows } from './compare-rows.ts';
import { traps } from './compare-traps.ts';

const page = (code: string) => readApi(`## \`@patchbay/x\`\n\n\`\`\`ts\n${code}\n\`\`\`\n`);

function judge(before: string, after: string) {
  const changes = compareApis(page(before), page(after));
  return { level: greatest(changes.map(({ level }) => level)), changes };
}

describe('how far a release must go', () => {
  it.each([...rows, ...traps])('%s', (_name, before, after, expected) => {
    expect(judge(before, after).level).toBe(expected);
  });

  it('says of each change where it is, and what went and came', () => {
    const { changes } = judge(
      'export interface A { readonly f: (a: string) => void; b(): void }',
      'export interface A { readonly f: (a: number) => void; b(): void }',
    );
    expect(changes).toEqual([{ level: 'major', what: 'A.f changed', lines: ['- string', '+ number'] }]);
  });

  it('takes an entry that is gone for all that it exported', () => {
    const other = readApi("## `@patchbay/x/fake`\n\n```ts\nexport type A = 'a';\n```\n");
    const changes = compareApis(other, page(''));
    expect(changes.map(({ what }) => what)).toEqual(['A is no longer exported by @patchbay/x/fake']);
  });

  it('does not take a page that it cannot read for one without exports', () => {
    expect(() => readApi('## `@patchbay/x`\r\n\r\n```ts\r\nexport type A = 1;\r\n```\r\n')).toThrow(
      'not as `npm run api` writes it',
    );
  });
});
