/** A file of the copy, and what becomes of its text; `undefined` stands for a file that is not there. */
export type Edits = Readonly<Record<string, (text: string | undefined) => string | undefined>>;

/** One mistake that CI has to refuse. */
export interface Fault {
  readonly name: string;
  /** What was done, as a contributor would put it. */
  readonly what: string;
  readonly edits: Edits;
  /** What the contributor runs afterwards, for the mistake to be the only one. */
  readonly afterwards?: Command;
  /** The check that has to fail. It passes while nothing is planted. */
  readonly check: Command;
  /** What it has to say, word for word. */
  readonly says: readonly string[];
}

/** A program of this repository and its arguments, for Node. */
export type Command = readonly [file: string, ...rest: string[]];

/** A file is not what a fault was written for. */
export class StaleEdit extends Error {}

/** Puts other words in the place of some that have to be there once. */
export function swap(words: string, others: string): Edits[string] {
  return (text = '') => {
    const parts = text.split(words);
    if (parts.length !== 2)
      throw new StaleEdit(`“${words}” stands there ${parts.length - 1} times, not once.`);
    return parts.join(others);
  };
}

/** Puts a line before all others of a file that is there. */
export function prepend(line: string): Edits[string] {
  return (text) => `${line}\n${existing(text)}`;
}

/** Makes a file that is not there. */
export function create(content: string): Edits[string] {
  return (text) => {
    if (text !== undefined) throw new StaleEdit('There is such a file already.');
    return content;
  };
}

/** Takes a file away that is there. */
export function remove(text: string | undefined): undefined {
  existing(text);
}

function existing(text: string | undefined): string {
  if (text === undefined) throw new StaleEdit('There is no such file.');
  return text;
}
