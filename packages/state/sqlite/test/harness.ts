import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartOptions } from '@patchbay/core/conformance';
import type { SqliteDatabase } from '@patchbay/core/sqlite';
import type { AnyState, StateHarness, StateSubject } from '@patchbay/state/conformance';
import { virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { capabilities } from '../src/capabilities.ts';
import { sqliteState } from '../src/index.ts';

/** The state in a SQLite file as the conformance suite drives it. */
export const harness: StateHarness = { provider: 'sqlite', capabilities, start };

async function start({ policy, planted }: StartOptions<AnyState> = {}): Promise<StateSubject> {
  const clock = virtualClock({ busy: pendingFiles });
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-state-'));
  const options = { file: join(folder, 'state.sqlite'), durability: 'process' } as const;
  const setup = { clock, ...(policy !== undefined && { policy }) };
  const facades: AnyState[] = [];
  const another = async (): Promise<AnyState> => {
    // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
    const made = planted?.factory?.(options as never, setup) ?? sqliteState(options, setup);
    facades.push(made);
    await made.check(); // the file is opened in real time, which the clock does not see
    return made;
  };
  const end = async (): Promise<void> => {
    for (const made of facades) await made.close();
  };
  const far = sqliteState(options, { clock });
  const database = await far.native();
  return {
    facade: await another(),
    clock,
    canAdvance: true,
    settle: (promise) => clock.settle(promise),
    secrets: [],
    keys: async () => keysIn(database, clock.now()),
    another,
    async restart() {
      await end();
      return another();
    },
    async [Symbol.asyncDispose]() {
      await end();
      await far.close();
      await rm(folder, { recursive: true });
    },
  };
}

function keysIn(database: SqliteDatabase, now: number): readonly string[] {
  const rows = database.prepare('SELECT key FROM records WHERE coalesce(expires_at > ?, true)').all(now);
  return rows.map(({ key }) => String(key));
}
