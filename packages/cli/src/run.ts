import { nearest } from '@patchbay/core/node';
import { type CommandLine, flags, parseCommandLine } from './command-line.ts';
import { check } from './commands/check.ts';
import { swap } from './commands/swap.ts';
import { help } from './help.ts';
import { version } from './version.ts';

const commands: Readonly<Record<string, (line: CommandLine) => Promise<number>>> = { check, swap };

/**
 * Runs one command and returns the exit status: 0 all is well, 1 there are problems, 2 the command line is wrong.
 * @param given The words after `patchbay`.
 */
export async function run(given: readonly string[]): Promise<number> {
  const line = parseCommandLine(given);
  const [name = ''] = line.words;
  if (line.version) return print(await version());
  if (line.help || (name === '' && line.wrong === undefined)) return print(help);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined && name !== '')
    return misused(`patchbay has no command ${name}.`, name, Object.keys(commands));
  if (line.wrong !== undefined) return misused(line.wrong.says, line.wrong.word, flags);
  return command === undefined ? print(help) : command({ ...line, words: line.words.slice(1) });
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function misused(says: string, word: string, known: readonly string[]): number {
  const meant = nearest(word, known);
  console.error(
    `${says}${meant === undefined ? '' : ` Did you mean ${meant}?`}\n\n\`patchbay --help\` lists what there is.`,
  );
  return 2;
}
