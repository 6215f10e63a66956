import type { Aim } from './draw.ts';
import type { PhaseName } from './phases.ts';
import { storyTeller } from './story.ts';

/** Tells of the phases that a process goes through. */
export interface Moments {
  /** @returns true where this is the moment that was aimed at: a process is to end now. */
  announce(phase: PhaseName, about?: string): boolean;
}

/** Moments that can be aimed at. */
export interface AimedMoments extends Moments {
  /** From now on; without an aim no process is to end. */
  aim(aim: Aim | undefined): void;
}

export function momentsOf(life: number, storyFile: string): AimedMoments {
  const tell = storyTeller(storyFile);
  let target: Aim | undefined;
  let seen = 0;
  return {
    aim(aim) {
      target = aim;
      seen = 0;
    },
    announce(phase, about = '') {
      const isAimedAt = target?.phase === phase;
      if (isAimedAt) seen += 1;
      const isEnd = isAimedAt && seen === target?.time;
      tell({ life, phase, about, isEnd });
      return isEnd;
    },
  };
}
