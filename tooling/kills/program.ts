// What the programs of the application have in common: how they are told of a run, and how they end.
import * as z from 'zod';
import { type Moments, momentsOf } from './moments.ts';
import { isPhaseName } from './phases.ts';
import { type Settings, settingsSchema } from './settings.ts';

const startSchema = z.object({ life: z.number(), settings: settingsSchema });

const aimSchema = z.object({ phase: z.string().refine(isPhaseName), time: z.number() });

/** What the process was started with, and its moments: at the one that is aimed at it kills itself. */
export function begin(): { readonly settings: Settings; readonly moments: Moments } {
  const { life, settings } = startSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const moments = momentsOf(life, settings.storyFile);
  process.on('message', (message) => moments.aim(aimSchema.parse(message)));
  process.once('disconnect', () => process.exit());
  const announce: Moments['announce'] = (phase, about) =>
    moments.announce(phase, about) && process.kill(process.pid, 'SIGKILL');
  return { settings, moments: { announce } };
}

/** Tells that everything is loaded and works. */
export function ready(): void {
  process.send?.('ready');
}
