import { describe, expect, it } from 'vitest';
import { readApi } from '../../changes/api.ts';
import { compareApis } from '../../changes/compare.ts';
import { differenceOf } from '../difference.ts';
import { reportOf } from '../report.ts';

const owner = {
  name: '@patchbay/x',
  folder: 'packages/x',
  entries: new Map([
    ['@patchbay/x', 'packages/x/src/index.ts'],
    ['@patchbay/x/fake', 'packages/x/src/fake.ts'],
  ]),
  manifest: {},
};

const modules = {
  'packages/x/src/index.ts':
    "export { type Payment, pay, type Client } from './pay.ts';\nexport { limits as xLimits } from './limits.ts';\nexport type { Secret } from '@patchbay/core';\n",
  'packages/x/src/pay.ts': [
    "import { type CallOptions } from '@patchbay/core';",
    "import type Vendor from 'vendor';",
    "import { type Kind } from './kind.ts';",
    '/** A payment. */',
    'export interface Payment {',
    '    /** Its id. */',
    '    readonly id: string;',
    '    readonly kind: Kind;',
    '    /** @deprecated Use `id`. */',
    '    readonly number?: number;',
    '}',
    '/** Given by us. @sealed */',
    'export interface Client {',
    '    readonly vendor: Vendor.Client;',
    '    /** @internal */',
    '    readonly books: Books;',
    '}',
    'interface Books {',
    '}',
    '/** Pays. */',
    'export declare function pay(id: string, options?: CallOptions): Promise<Payment>;',
    '',
  ].join('\n'),
  'packages/x/src/kind.ts': "export type Kind = import('./word.ts').Word | 'other';\ntype Unused = 1;\n",
  'packages/x/src/word.ts': "export type Word = 'card';\n",
  'packages/x/src/limits.ts': 'export declare const limits: {\n    readonly most: 5;\n};\n',
  'packages/x/src/fake.ts': "export { type Payment } from './pay.ts';\nexport declare const fake: number;\n",
};

const report = (changed: Readonly<Record<string, string>> = {}) =>
  reportOf(owner, new Map(Object.entries({ ...modules, ...changed })));

/** What stands under a heading, as code. */
const section = (page: string, heading: string) =>
  page.split(`## ${heading}\n\n\`\`\`ts\n`)[1]?.split('\n```')[0];

describe('the report of a package', () => {
  it('shows each exported declaration without comments, sorted, and what it imports', () => {
    expect(section(report(), '`@patchbay/x`')).toBe(
      [
        "import type { CallOptions } from '@patchbay/core';",
        "import type Vendor from 'vendor';",
        '',
        '/** @sealed */',
        'export interface Client {',
        '  readonly vendor: Vendor.Client;',
        '}',
        '',
        'export interface Payment {',
        '  readonly id: string;',
        '  readonly kind: Kind;',
        '  /** @deprecated */',
        '  readonly number?: number;',
        '}',
        '',
        "export type { Secret } from '@patchbay/core';",
        '',
        'export declare function pay(id: string, options?: CallOptions): Promise<Payment>;',
        '',
        'export { limits as xLimits };',
      ].join('\n'),
    );
  });

  it('shows a declaration once, where a second entry exports it, too', () => {
    expect(section(report(), '`@patchbay/x/fake`')).toContain("export { Payment } from '@patchbay/x';");
  });

  it('shows below what is named and not exported, and nothing else', () => {
    expect(section(report(), 'Not exported, named above')).toBe(
      [
        "type Kind = Word | 'other';",
        '',
        "type Word = 'card';",
        '',
        'declare const limits: {',
        '  readonly most: 5;',
        '};',
      ].join('\n'),
    );
  });

  it('says of a class, a function and a constant whether they are exported as values', () => {
    const typeOnly = modules['packages/x/src/index.ts'].replace(' pay,', ' type pay,');
    const page = report({ 'packages/x/src/index.ts': typeOnly });
    expect(section(page, '`@patchbay/x`')).toContain('export type { pay };');
    expect(section(page, 'Not exported, named above')).toContain('declare function pay(');
    const onTheWay = { 'packages/x/src/index.ts': "export { pay } from './way.ts';\n" };
    for (const way of [
      "export type { pay } from './pay.ts';",
      "import type { pay } from './pay.ts';\nexport { pay };",
    ])
      expect(report({ ...onTheWay, 'packages/x/src/way.ts': `${way}\n` })).toContain('export type { pay };');
  });

  it('leaves out what is exported for our own packages', () => {
    const source = modules['packages/x/src/pay.ts'].replace('/** Pays. */', '/** Pays. @internal */');
    expect(report({ 'packages/x/src/pay.ts': source })).not.toContain('pay(id');
  });

  it('says of a program that it has no exports', () => {
    expect(reportOf({ ...owner, entries: new Map() }, new Map())).toContain('It has no exports');
  });
});

describe('a report and the one before', () => {
  const levels = (changed: Readonly<Record<string, string>>) =>
    compareApis(readApi(report()), readApi(report(changed))).map(({ level, what }) => `${level}: ${what}`);
  const pay = modules['packages/x/src/pay.ts'];

  it('are the same after a comment changed', () => {
    expect(report({ 'packages/x/src/pay.ts': pay.replace('Pays.', 'Pays at once.') })).toBe(report());
  });

  it('tell a removed export, a changed parameter and a new optional field apart', () => {
    const without = modules['packages/x/src/index.ts'].replace(' pay,', '');
    expect(levels({ 'packages/x/src/index.ts': without })).toEqual([
      'major: pay is no longer exported by @patchbay/x',
    ]);
    expect(levels({ 'packages/x/src/pay.ts': pay.replace('(id: string', '(id: number') })).toEqual([
      'major: pay changed',
    ]);
    expect(
      levels({
        'packages/x/src/pay.ts': pay.replace('readonly kind', 'readonly note?: string;\n    readonly kind'),
      }),
    ).toEqual(['minor: Payment.note is new']);
  });

  it('tell what a type became that is named and not exported', () => {
    expect(levels({ 'packages/x/src/word.ts': "export type Word = 'bank';\n" })).toEqual([
      'major: Word changed',
    ]);
  });
});

describe('the difference of two texts', () => {
  it('shows the lines that went and came, each run after the line before it', () => {
    expect(differenceOf('a\nb\nc\nd\n', 'a\nx\nc\nd\ne\n')).toBe('  a\n- b\n+ x\n  d\n+ e');
    expect(differenceOf('', 'a\n')).toBe('+ a');
  });
});
