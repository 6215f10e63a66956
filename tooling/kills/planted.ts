/** Guards that can be broken on purpose, and how the judge has to tell of it. */
export const planted = {
  /** A mail whose answer was lost is sent again. */
  'no-ledger': /was accepted \d+ times/,
  /** The job of a mail is enqueued after the commit that makes it due. */
  'mail-after-commit': /mail of .+ is lost/,
  /** A webhook is answered before anything of it is kept. */
  'answer-first': /was charged, and is not paid/,
  /** A job is completed before its work is done. */
  'complete-first': /was charged, and is not paid/,
} as const satisfies Readonly<Record<string, RegExp>>;

export type PlantName = keyof typeof planted;

export function isPlantName(name: string): name is PlantName {
  return Object.hasOwn(planted, name);
}

export const plantNames: readonly PlantName[] = Object.keys(planted).filter(isPlantName);

const headStartMs = 100;

/** Does the work a moment later than its caller believes: nobody waits for it, and nobody hears of its failure. */
export function tooLate(work: () => Promise<unknown>): void {
  setTimeout(() => void work().catch(() => undefined), headStartMs);
}
