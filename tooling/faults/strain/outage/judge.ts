import type { Burst } from './burst.ts';
import type { Configuration } from './configurations.ts';

/** What the heap may grow by, as a share of the warmed baseline. */
export const heapGrowth = 0.1;

/** Bytes after a forced collection, before the outage and after it. */
export interface Heap {
  readonly before: number;
  readonly after: number;
}

export function judgeHeap({ before, after }: Heap): readonly string[] {
  if (after <= before * (1 + heapGrowth)) return [];
  return [`the heap grew by ${((after / before - 1) * 100).toFixed(1)} %, at most 10 % is allowed`];
}

/** What is wrong with the requests of one outage, one phrase each. */
export function judgeRequests(
  { atMost, moreThan }: Pick<Configuration, 'atMost' | 'moreThan'>,
  calls: number,
  requests: number,
): readonly string[] {
  const ratio = requests / calls;
  const found = `${requests} requests for ${calls} calls (${ratio.toFixed(3)} ×)`;
  return [
    ...(atMost !== undefined && ratio > atMost ? [`${found}, at most ${atMost} × is allowed`] : []),
    ...(moreThan !== undefined && ratio <= moreThan ? [`${found}, more than ${moreThan} × was to come`] : []),
    ...(requests === 0 ? ['nothing reached the vendor'] : []),
  ];
}

/** Nobody is told that a payment was made. */
export function judgeEndings({ endings }: Burst): readonly string[] {
  const resolved = endings.get('resolved') ?? 0;
  const foreign = endings.get('no error of ours') ?? 0;
  return [
    ...(resolved === 0 ? [] : [`${resolved} calls resolved during the outage`]),
    ...(foreign === 0 ? [] : [`${foreign} calls ended with an error that is none of ours`]),
  ];
}

/** One stage of an outage before a circuit breaker. */
export interface Stage {
  readonly name: string;
  readonly burst: Burst;
  readonly requests: number;
  /** The circuit at its end. */
  readonly circuit: string;
}

/** What a stage is to be: how many requests, how many calls that resolve, and the circuit at its end. */
export interface WantedStage {
  readonly requests?: number;
  readonly resolved: number;
  readonly circuit: string;
}

export function judgeStage(
  { name, burst, requests, circuit }: Stage,
  wanted: WantedStage,
): readonly string[] {
  const resolved = burst.endings.get('resolved') ?? 0;
  return [
    ...differs(name, 'requests', requests, wanted.requests ?? requests),
    ...differs(name, 'calls that resolve', resolved, wanted.resolved),
    ...differs(name, 'the circuit', circuit, wanted.circuit),
  ];
}

/** When a circuit was first seen open. */
export interface Opening {
  /** Since the first answer. */
  readonly afterMs: number;
  /** Answers, broken connections included, that had come by then. */
  readonly afterAnswers: number;
}

export function judgeOpening(opening: Opening | undefined, windowMs: number): readonly string[] {
  if (opening === undefined) return ['the circuit never opened'];
  if (opening.afterMs <= windowMs) return [];
  return [`the circuit opened after ${Math.round(opening.afterMs)} ms, its window is ${windowMs} ms`];
}

function differs(stage: string, what: string, found: unknown, wanted: unknown): readonly string[] {
  return found === wanted ? [] : [`${stage}: ${what}: ${String(found)}, expected ${String(wanted)}`];
}
