import { setTimeout as pause } from 'node:timers/promises';

const againMs = 150;
const patienceMs = 15_000;

/** People who send their order again until it is answered. */
export interface Customers {
  /** What they have ordered. */
  readonly orders: readonly string[];
  /** So many more orders. */
  come(count: number): void;
  /** How many still wait. */
  waiting(): number;
  /** They go home: nobody sends anything more. */
  leave(): void;
}

export function customersOf(url: string): Customers {
  const orders: string[] = [];
  const home = new AbortController();
  let waiting = 0;
  const order = async (id: string): Promise<void> => {
    waiting += 1;
    while (!home.signal.aborted && !(await isTaken(`${url}/orders/${id}`))) await pause(againMs);
    waiting -= 1;
  };
  return {
    orders,
    come(count) {
      for (let index = 0; index < count; index += 1) {
        const id = `order-${orders.length + 1}`;
        orders.push(id);
        void order(id);
      }
    },
    waiting: () => waiting,
    leave: () => home.abort(),
  };
}

async function isTaken(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(patienceMs) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false; // the server is not there
  }
}
