import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewChangeset } from '@changesets/types';
import { newestReleases } from './versions.ts';

/** What is wrong with changesets whatever changed: a sentence each. */
export function changesetProblems(
  changesets: readonly NewChangeset[],
  names: ReadonlySet<string>,
): readonly string[] {
  return changesets.flatMap(({ id, summary, releases }) => {
    const file = `.changeset/${id}.md`;
    const unknown = releases.filter(({ name }) => !names.has(name));
    const isSilent = releases.length > 0 && summary.trim() === '';
    return [
      ...unknown.map(({ name }) => `${file} names ${name}, which is no package that is published from here.`),
      ...(isSilent ? [`${file} says nothing that a user could read in the changelog.`] : []),
    ];
  });
}

/** Released packages that are gone, and of which nobody says what to use instead. */
export function lostPackages(
  root: string,
  tags: readonly string[],
  names: ReadonlySet<string>,
): readonly string[] {
  const path = join(root, 'VERSIONING.md');
  const page = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const ended = page.split(/^## /m).find((part) => part.startsWith('Packages that ended\n')) ?? '';
  return [...newestReleases(tags).keys()]
    .filter((name) => !names.has(name) && !ended.includes(`\`${name}\``))
    .map(
      (name) =>
        `${name} was released and is not published from here any more: its users get no more releases. ` +
        'Keep it, or say in VERSIONING.md under “Packages that ended” what to use instead.',
    );
}
