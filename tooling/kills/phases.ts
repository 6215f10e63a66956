/** A process of the application. */
export type ProgramName = 'server' | 'worker';

/** Where a process may end: whose end it is, and who sees the moment. */
interface Phase {
  readonly program: ProgramName;
  /** `vendor`: the request has arrived there, had its effect, and is not answered yet. */
  readonly seenBy: 'itself' | 'vendor';
}

const server = { program: 'server', seenBy: 'itself' } as const;
const worker = { program: 'worker', seenBy: 'itself' } as const;

/** Every moment that is announced, in the order in which an order goes through them. */
export const phases = {
  'order-written': server,
  'payment-asked': server,
  'payment-taken': { program: 'server', seenBy: 'vendor' },
  'payment-answered': server,
  'payment-noted': server,
  'order-answered': server,
  'webhook-verified': server,
  'webhook-recorded': server,
  'webhook-enqueued': server,
  'webhook-answered': server,
  'event-claimed': worker,
  'settle-begun': worker,
  'mail-enqueued': worker,
  'settle-committed': worker,
  'event-completed': worker,
  'mail-claimed': worker,
  'mail-asked': worker,
  'mail-taken': { program: 'worker', seenBy: 'vendor' },
  'mail-answered': worker,
  'mail-noted': worker,
} as const satisfies Readonly<Record<string, Phase>>;

export type PhaseName = keyof typeof phases;

export function isPhaseName(name: string): name is PhaseName {
  return Object.hasOwn(phases, name);
}

export const phaseNames: readonly PhaseName[] = Object.keys(phases).filter(isPhaseName);
