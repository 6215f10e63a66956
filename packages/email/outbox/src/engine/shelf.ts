/** The files of one entry by their names. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Where an entry lies. Both are names of folders on a disk. */
export interface Place {
  readonly folder: string;
  readonly name: string;
}

/** Keeps entries, each of them a few files that are there all together or not at all. */
export interface Shelf {
  /** False where there is such an entry: it stays as it is, whoever put it there. */
  add(place: Place, files: Files): Promise<boolean>;
  read(place: Place, file: string): Promise<Uint8Array | undefined>;
  /** The names of all entries of a folder, in any order. */
  names(folder: string): Promise<readonly string[]>;
  /** Removes an entry; one that is not there is left as it is. */
  remove(place: Place): Promise<void>;
}

/** Entries in memory: they end with the process. */
export function memoryShelf(): Shelf {
  const folders = new Map<string, Map<string, Files>>();
  const entriesOf = (folder: string): Map<string, Files> => {
    const entries = folders.get(folder) ?? new Map<string, Files>();
    folders.set(folder, entries);
    return entries;
  };
  return {
    async add({ folder, name }, files) {
      const entries = entriesOf(folder);
      if (entries.has(name)) return false;
      entries.set(name, files);
      return true;
    },
    async read({ folder, name }, file) {
      const files = entriesOf(folder).get(name) ?? {};
      return Object.hasOwn(files, file) ? files[file] : undefined;
    },
    names: async (folder) => [...entriesOf(folder).keys()],
    async remove({ folder, name }) {
      entriesOf(folder).delete(name);
    },
  };
}
