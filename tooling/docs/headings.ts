import type { ReadmeKind } from './documents.ts';

/** The headings that READMEs have in common, in their order. */
const order: readonly string[] = [
  'Install',
  'Configure',
  'Use',
  'Capabilities',
  'Errors',
  'Webhooks',
  'Testing',
  'Limits',
  'Verified against',
  'Cost',
];

/**
 * What each kind of README has to say. An adapter’s has nothing else at this level; others have headings of their own.
 */
const required = {
  adapter: order.filter((heading) => heading !== 'Webhooks'),
  contract: ['Install', 'Use', 'Capabilities', 'Errors', 'Testing', 'Limits'],
  other: ['Install', 'Use', 'Limits'],
} as const satisfies Record<ReadmeKind, readonly string[]>;

/** What is wrong with the headings of a README, one sentence each. */
export function headingProblems(
  markdown: string,
  { kind, hasWebhooks = false }: { readonly kind: ReadmeKind; readonly hasWebhooks?: boolean },
): readonly string[] {
  const found = headingsOf(markdown);
  const wanted = [...required[kind], ...(hasWebhooks ? ['Webhooks'] : [])];
  const missing = wanted.filter((heading) => !found.includes(heading));
  const foreign = kind === 'adapter' ? found.filter((heading) => !wanted.includes(heading)) : [];
  const known = found.filter((heading) => order.includes(heading));
  const sorted = order.filter((heading) => known.includes(heading));
  return [
    ...(beginsWell(markdown) ? [] : ['It does not begin with the name of the package and a sentence.']),
    ...missing.map((heading) => `“${heading}” is missing.`),
    ...foreign.map(
      (heading) => `“${heading}” has no place at this level: make it a part of another heading.`,
    ),
    ...(known.join() === sorted.join() ? [] : [`The order is ${sorted.join(', ')}.`]),
  ];
}

/** Headings of the second level; what looks like one in code is none. */
function headingsOf(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
}

function beginsWell(markdown: string): boolean {
  return /^# @patchbay\/[\w-]+\n\n[A-Z]/.test(markdown);
}
