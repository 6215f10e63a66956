import { type Fault, keyOf, type Script, type Step } from './script.ts';

/** A script as somebody reads it. */
export function printScript({ settings, steps, faults }: Script): string {
  const { retries, breaker, budget, concurrent, memory, waits, seed } = settings;
  return [
    `retries ${onOff(retries)}, breaker ${onOff(breaker)}, budget ${budget}, ${concurrent} at once, ` +
      `memory: ${memory}, which takes ${waits.join(' and ')} turns, jitter ${seed}`,
    ...faults.map(
      (list, account) => `account ${account + 1} does to its requests: ${list.map(printFault).join(', ')}`,
    ),
    ...steps.map((step, index) => `${index + 1}. ${printStep(step)}`),
  ].join('\n');
}

/** A fault with its figures. */
export function printFault({ kind, ...figures }: Fault): string {
  const shown = Object.entries(figures).map(([name, value]) => `${name} ${String(value)}`);
  return shown.length === 0 ? kind : `${kind} (${shown.join(', ')})`;
}

function printStep(step: Step): string {
  switch (step.does) {
    case 'call': {
      const { machine, isDeliveredTwice, intent, deadlineMs, givesUp, until } = step;
      const who = isDeliveredTwice ? 'both machines call' : `machine ${machine + 1} calls`;
      const patience = givesUp === undefined ? '' : `, gives up after ${printFigures(givesUp)}`;
      const next = until === 'end' ? 'is waited for' : `goes on for ${until} turns`;
      return `${who} ${keyOf(intent)} with ${deadlineMs} ms${patience}; it ${next}`;
    }
    case 'pass':
      return `${step.ms / 1000} s pass`;
    case 'jump':
      return `the clock of machine ${step.machine + 1} is ${step.offMs} ms off`;
    case 'restart':
      return `machine ${step.machine + 1} starts anew after ${step.turns} turns`;
    case 'reconcile':
      return `machine ${step.machine + 1} reconciles`;
    case 'events':
      return `machine ${step.machine + 1} gets all events`;
  }
}

function printFigures(figures: object): string {
  return Object.entries(figures)
    .map(([name, value]) => `${String(value)} ${name}`)
    .join();
}

function onOff(is: boolean): string {
  return is ? 'on' : 'off';
}
