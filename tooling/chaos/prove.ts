// One worker: plays the scripts of each job that it is sent, and tells what came of them.
import { type Job, work } from './job.ts';

process.on('message', (message) => {
  // The run that started this process sends nothing else.
  void work(message as Job).then(
    (drawn) => process.send?.({ drawn }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
