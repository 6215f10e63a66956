import { type Node, type Printed, textOf } from './api.ts';
import type { Change } from './levels.ts';

/** What is known of the place where two types stand. */
export interface Place {
  /** `PaymentsApi.refunds.create`, for messages. */
  readonly path: string;
  /** New members break nobody: only Patchbay makes such values. */
  readonly mayGain: boolean;
  /** A list that may not grow: of states, or of words that another type is made with. */
  readonly isClosed: boolean;
  /** What a vendor can do: it may come to do more, and its numbers are the vendor's. */
  readonly isFacts: boolean;
}

/** Two types at one place, still to be compared. */
export interface Pair {
  readonly place: Place;
  readonly before: Printed;
  readonly after: Printed;
}

/** What a comparison finds: changes, and types inside that are to be compared in turn. */
export type Finding = Change | Pair;

/** What cannot be shown to be harmless. */
export function changed({ path }: Place, before: Printed, after: Printed): readonly Change[] {
  const lines = [`- ${textOf(before)}`, `+ ${textOf(after)}`];
  return [{ level: 'major', what: `${path} changed`, lines }];
}

/** Another node of the same text. */
export function at({ file }: Printed, node: Node): Printed {
  return { node, file };
}

/** Whether a name is that of a list of states: whoever does not know one of them does the wrong thing. */
export function isOfStates(name: string): boolean {
  return /(status(es)?|states?|outcomes?)$/i.test(name);
}
