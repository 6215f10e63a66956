import { IntegrationError, type Problem } from '@patchbay/core';
import { whyNotNetwork } from './allow-list.ts';
import type { WebhookEvent } from './event.ts';
import { serviceName } from './names.ts';
import type { ReceiverOptions, ReceiverSource } from './options.ts';

type Options = ReceiverOptions<Readonly<Record<string, WebhookEvent>>>;

/** @throws `IntegrationError` `config_invalid` that names every problem of the options. */
export function checkOptions(options: Options): void {
  const sources = Object.entries(options.sources);
  const problems = [
    ...(sources.length === 0 ? [{ path: 'sources', expected: 'one source or more' }] : []),
    ...sources.flatMap(([name, source]) => sourceProblems(name, source)),
    ...storeProblems(options),
    ...limitProblems(options),
  ];
  if (problems.length === 0) return;
  const lines = problems.map(
    ({ path, found, expected, fix }: Problem) =>
      `  ${path}: ${found === undefined ? '' : `found ${found}; `}expected ${expected}${fix === undefined ? '' : `. ${fix}`}`,
  );
  throw new IntegrationError({
    code: 'config_invalid',
    message: `The receiver of webhooks cannot work so:\n${lines.join('\n')}`,
    outcome: 'not_applied',
    category: 'webhooks',
    hint: 'Mend what the message names.',
    problems,
  });
}

function sourceProblems(name: string, source: ReceiverSource): readonly Problem[] {
  const path = `sources.${name}`;
  const { from, events, allowFrom, maxBytes, late } = source;
  const lacksHandler = typeof source.handle !== 'function';
  return [
    ...(serviceName.test(name) ? [] : [{ path, expected: 'a name of 1 to 64 of a-z A-Z 0-9 . _ -' }]),
    ...verifierProblems(`${path}.from`, from),
    ...(lacksHandler ? [{ path: `${path}.handle`, expected: 'a function' }] : []),
    ...(events?.length === 0
      ? [{ path: `${path}.events`, expected: 'one type or more; leave it out for all' }]
      : []),
    ...(allowFrom?.length === 0
      ? [{ path: `${path}.allowFrom`, expected: 'one network or more; leave it out for all' }]
      : []),
    ...(allowFrom ?? []).flatMap((network, index) => networkProblem(`${path}.allowFrom[${index}]`, network)),
    ...(maxBytes === undefined ? [] : sizeProblem(`${path}.maxBytes`, maxBytes, from)),
    ...(late === undefined || ['handle', 'skip'].includes(late)
      ? []
      : [{ path: `${path}.late`, found: late, expected: '`handle` or `skip`' }]),
  ];
}

function verifierProblems(path: string, from: ReceiverSource['from'] | undefined): readonly Problem[] {
  if (typeof from?.webhooks?.receive !== 'function')
    return [
      { path, expected: 'a facade of payments, email or auth, or anything with its `webhooks.receive`' },
    ];
  const { capabilities } = from;
  if (capabilities?.traits['webhooks'] !== false) return [];
  return [
    {
      path,
      found: `the provider ${capabilities.provider}, which has none`,
      expected: 'a provider with webhooks',
    },
  ];
}

const megabyte = 1024 * 1024;

/** What the source takes no more of, it would refuse after it was read. */
function sizeProblem(
  path: string,
  maxBytes: number,
  from: ReceiverSource['from'] | undefined,
): readonly Problem[] {
  const most = from?.maxBytes ?? (from?.capabilities === undefined ? undefined : megabyte);
  if (isWhole(maxBytes, 1, most)) return [];
  const expected =
    most === undefined
      ? 'a whole number of octets'
      : `at most ${most} octets, which is what the source takes`;
  return [{ path, found: String(maxBytes), expected }];
}

function networkProblem(path: string, network: string): readonly Problem[] {
  const why = whyNotNetwork(network);
  return why === undefined
    ? []
    : [{ path, found: `${network}: ${why}`, expected: 'an address or a network' }];
}

const stateOperations = ['get', 'put', 'putIfAbsent', 'cas', 'list'] as const;
const jobOperations = ['enqueue', 'claim', 'dead.redrive'] as const;

function storeProblems({ state, jobs, order = 'object' }: Options): readonly Problem[] {
  const lacking = (path: string, supports: (operation: string) => boolean, names: readonly string[]) =>
    names
      .filter((name) => !supports(name))
      .map((name) => ({ path, expected: `a provider with the operation ${name}` }));
  const cannotOrder = jobs !== undefined && jobs.capabilities.traits['ordering'] !== true;
  return [
    ...(['object', 'none'].includes(order)
      ? []
      : [{ path: 'order', found: order, expected: '`object` or `none`' }]),
    ...lacking('state', (operation) => state.supports(operation), stateOperations),
    ...(jobs === undefined ? [] : lacking('jobs', (operation) => jobs.supports(operation), jobOperations)),
    ...(cannotOrder && order === 'object'
      ? [
          {
            path: 'jobs',
            found: `${jobs.provider}, which keeps no order`,
            expected: 'a provider with the trait `ordering`',
            fix: 'Say `order: "none"` if your handlers bear any order.',
          },
        ]
      : []),
  ];
}

const shortestRetentionMs = 10_000;
const longestRetentionMs = 10 * 365 * 24 * 3_600_000;

function limitProblems({ retentionMs, publicUrl }: Options): readonly Problem[] {
  const isUrl = publicUrl === undefined || /^https?:\/\/[^?#]+$/.test(publicUrl);
  return [
    ...(retentionMs === undefined || isWhole(retentionMs, shortestRetentionMs, longestRetentionMs)
      ? []
      : [
          {
            path: 'retentionMs',
            found: String(retentionMs),
            expected: 'milliseconds, ten seconds to ten years',
          },
        ]),
    ...(isUrl ? [] : [{ path: 'publicUrl', found: publicUrl, expected: 'https://…, without query' }]),
  ];
}

function isWhole(value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

/** What works, and is no good for many machines. */
export function warningsOf({ state, jobs }: Options): readonly string[] {
  return [state, ...(jobs === undefined ? [] : [jobs])]
    .filter(({ capabilities }) => capabilities.traits['shared.machines'] !== true)
    .map(
      ({ category, provider }) =>
        `The ${category} of ${provider} serve one machine: two machines would handle the same event twice.`,
    );
}
