// Samples of a built core, whose main entry is the argument, in a process of its own: a round for each message.
import type * as Core from '@patchbay/core';
import { takeRound } from '../measure.ts';
import { noOp } from '../no-op.ts';

const [entry = ''] = process.argv.slice(2);
const loading = (import(entry) as Promise<typeof Core>).then((core) => noOp(core));

process.on('message', (calls) => {
  void loading
    .then(({ call }) => takeRound({ name: entry, call }, Number(calls)))
    .then(({ cpu }) => process.send?.(cpu));
});
process.on('disconnect', () => process.exit());
