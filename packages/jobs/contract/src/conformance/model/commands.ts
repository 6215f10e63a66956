/** One step of a history. What it is about is drawn when it runs, so that a history can be cut anywhere. */
export type Command =
  | {
      readonly kind: 'enqueue';
      readonly facade: number;
      readonly id: string;
      readonly key: string | undefined;
    }
  | { readonly kind: 'claim'; readonly facade: number; readonly limit: number }
  | { readonly kind: 'renew' | 'complete' | 'bury'; readonly facade: number; readonly token: number }
  | { readonly kind: 'retry'; readonly facade: number; readonly token: number; readonly leases: number }
  | { readonly kind: 'redrive' | 'discard'; readonly facade: number; readonly id: string }
  | { readonly kind: 'get'; readonly facade: number; readonly id: string }
  | { readonly kind: 'stats'; readonly facade: number }
  /** Time passes: so many leases. */
  | { readonly kind: 'pass'; readonly leases: number };

/** What a history may have. */
export interface Settings {
  readonly length: number;
  readonly hasOrdering: boolean;
  /** Time can be moved. */
  readonly hasTime: boolean;
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const keys = [undefined, 'x', 'y'];
const times = [0.25, 0.5, 1];

/** A random history. */
export function randomCommands(random: () => number, settings: Settings): readonly Command[] {
  return Array.from({ length: settings.length }, () => randomCommand(random, settings));
}

function randomCommand(random: () => number, settings: Settings): Command {
  const pick = <T>(list: readonly T[], other: T): T => list[Math.floor(random() * list.length)] ?? other;
  const facade = pick([0, 1, 2], 0);
  const id = pick(ids, 'a');
  const token = random() < 0.7 ? 0 : pick([0, 1, 2, 3, 4], 0); // mostly the last one that was given
  const key = settings.hasOrdering ? pick(keys, undefined) : undefined;
  const leases = settings.hasTime ? pick([0, 0.5], 0) : 0;
  const pass: Command = { kind: 'pass', leases: pick(times, 1) };
  const weights: readonly (readonly [weight: number, command: Command])[] = [
    [25, { kind: 'enqueue', facade, id, key }],
    [25, { kind: 'claim', facade, limit: pick([1, 2, 3], 1) }],
    [8, { kind: 'complete', facade, token }],
    [8, { kind: 'retry', facade, token, leases }],
    [6, { kind: 'bury', facade, token }],
    [5, { kind: 'renew', facade, token }],
    [5, { kind: 'redrive', facade, id }],
    [3, { kind: 'discard', facade, id }],
    [5, { kind: 'get', facade, id }],
    [3, { kind: 'stats', facade }],
    [settings.hasTime ? 7 : 0, pass],
  ];
  return weighted(random, weights) ?? pass;
}

function weighted<T>(random: () => number, weights: readonly (readonly [number, T])[]): T | undefined {
  let left = random() * weights.reduce((sum, [weight]) => sum + weight, 0);
  return weights.find(([weight]) => (left -= weight) < 0)?.[1];
}
