import { nearest } from '@patchbay/core/node';
import type { Answer } from './answer.ts';
import { type CommandLine, flags, parseCommandLine } from './command-line.ts';
import { check } from './commands/check.ts';
import { newAdapter } from './commands/new.ts';
import { swap } from './commands/swap.ts';
import { help } from './help.ts';
import { version } from './version.ts';

interface Command {
  readonly run: (line: CommandLine) => Promise<Answer>;
  /** How many words it takes. */
  readonly words: number;
}

const commands: Readonly<Record<string, Command>> = {
  check: { run: check, words: 0 },
  swap: { run: swap, words: 2 },
  new: { run: newAdapter, words: 3 },
};

/**
 * Runs one command.
 * @param given The words after `patchbay`.
 */
export async function run(given: readonly string[]): Promise<Answer> {
  const line = parseCommandLine(given);
  const [name = '', ...words] = line.words;
  if (line.version) return { status: 0, text: await version() };
  if (line.help || (name === '' && line.wrong === undefined)) return { status: 0, text: help };
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined && name !== '')
    return misused(`patchbay has no command ${name}.`, name, Object.keys(commands));
  if (line.wrong !== undefined) return misused(line.wrong.says, line.wrong.word, flags);
  if (command === undefined) return { status: 0, text: help };
  const extra = words[command.words];
  if (extra !== undefined) return misused(`patchbay ${name} does not know what to do with ${extra}.`);
  return command.run({ ...line, words });
}

function misused(says: string, word = '', known: readonly string[] = []): Answer {
  const meant = nearest(word, known);
  const suggestion = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return { status: 2, text: `${says}${suggestion}\n\n\`patchbay --help\` lists what there is.` };
}
