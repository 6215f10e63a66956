import { emailOutage } from './email-outage.ts';
import type { FarSides } from './far-side.ts';
import { lostAnswers } from './lost-answers.ts';
import type { Scene } from './scene.ts';
import type { Cast, Category } from './stage.ts';

/** What goes wrong on purpose while the story goes on, and what has to come of it. */
export interface Chaos {
  /** Whose provider it is, and which one it has to be. */
  readonly at: Category;
  readonly provider: Cast[Category];
  /** How many mails of an order of the first buyer are of unknown fate until it is over. */
  readonly inDoubt: number;
  /** What the shop tells of it when both have bought; `orders` are theirs. */
  witness(scenes: readonly OrderScene[]): Promise<void>;
  /** When it is over: what somebody then does about it. */
  mend?(scene: OrderScene, recover: () => Promise<void>): Promise<void>;
  /** What the provider itself has seen. */
  compare(farSides: FarSides): void;
}

/** Who does something about an order, and where it shows. */
export interface OrderScene extends Scene {
  readonly order: string;
}

/** By what is asked for: the category, and what its provider does. */
export const chaoses = {
  'email:503': emailOutage,
  'payments:reset-after': lostAnswers,
} as const satisfies Record<string, Chaos>;

export type ChaosName = keyof typeof chaoses;

export function isChaosName(text: string): text is ChaosName {
  return Object.hasOwn(chaoses, text);
}
