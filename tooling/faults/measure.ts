import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FarSide } from './far-side/far-side.ts';
import { openHttp } from './far-side/http.ts';
import { openSmtp } from './far-side/smtp.ts';
import type { FaultName, VendorName } from './faults.ts';
import { type Observation, type Task, toObservation } from './observation.ts';
import type { Row } from './rows.ts';

/** What came of one call: what the server counted, and what the caller saw. */
export interface Measured {
  readonly fault: FaultName;
  readonly requests: number;
  readonly effects: number;
  /** Absent where the process ended instead. */
  readonly observation?: Observation;
}

/** A vendor's SDK is given up after so long; an adapter of ours has to settle before. */
const capMs = { raw: 15_000, ours: 45_000 } as const;

/** One call under each of the faults, one after the other; a process in which something is left is not used again. */
export async function measure(
  { vendor, module, adapter }: Pick<Row, 'vendor' | 'module' | 'adapter'>,
  faults: readonly FaultName[],
  onMeasured: (measured: Measured) => void = () => {},
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  let child: ChildProcess | undefined;
  try {
    for (const fault of faults) {
      const task = { fault, capMs: adapter === undefined ? capMs.raw : capMs.ours };
      child ??= startChild(module);
      const found = await measureOne(child, vendor, task);
      measured.push(found);
      onMeasured(found);
      if (found.observation?.left === '') continue;
      child.kill();
      child = undefined;
    }
  } finally {
    child?.kill();
  }
  return measured;
}

async function measureOne(
  child: ChildProcess,
  vendor: VendorName,
  task: Omit<Task, 'address' | 'fault'> & { readonly fault: FaultName },
): Promise<Measured> {
  await using farSide = await openFarSide(vendor, task.fault);
  const observation = await ask(child, { ...task, address: farSide.address });
  return {
    fault: task.fault,
    requests: farSide.requests(),
    effects: farSide.effects(),
    ...(observation !== undefined && { observation }),
  };
}

function openFarSide(vendor: VendorName, fault: FaultName): Promise<FarSide> {
  return vendor === 'smtp' ? openSmtp(fault) : openHttp(vendor, fault);
}

/** Sends a task, and waits for what came of it or for the end of the process. */
async function ask(child: ChildProcess, task: Task): Promise<Observation | undefined> {
  if (!child.connected) return undefined;
  const stop = new AbortController();
  const { signal } = stop;
  const answered = once(child, 'message', { signal });
  const ended = once(child, 'exit', { signal });
  child.send(task);
  try {
    const [message]: readonly unknown[] = await Promise.race([answered, ended.then(() => [])]);
    return message === undefined ? undefined : toObservation(message);
  } finally {
    stop.abort();
    await Promise.allSettled([answered, ended]);
  }
}

/** With an environment of its own: SDKs read proxies, profiles and certificates from it. */
function startChild(module: URL): ChildProcess {
  const program = fileURLToPath(new URL('./prove.ts', import.meta.url));
  const nothing = '/dev/null';
  return fork(program, [module.href], {
    execArgv: ['--conditions=@patchbay/source'],
    env: {
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      AWS_CONFIG_FILE: nothing,
      AWS_SHARED_CREDENTIALS_FILE: nothing,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
