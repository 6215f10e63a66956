import type { ChangelogFunctions } from '@changesets/types';

/**
 * The lines of our changelogs, for changesets: the text as it was written for users, without the commit that it came
 * with, and one line for all packages of ours that a release brings along.
 */
export const getReleaseLine: ChangelogFunctions['getReleaseLine'] = ({ summary }) => {
  const [first = '', ...others] = summary.split('\n').map((line) => line.trimEnd());
  return [`- ${first}`, ...others.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
};

export const getDependencyReleaseLine: ChangelogFunctions['getDependencyReleaseLine'] = (
  _changesets,
  updated,
) => {
  const versions = updated.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`);
  return versions.length === 0 ? '' : `- Works with ${listed(versions)}.`;
};

function listed(words: readonly string[]): string {
  return words.length === 1 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
