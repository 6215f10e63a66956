/** Works on many things at once, and on those of one group one after the other, in their order. */
export async function inLanes<T, R>(
  items: readonly T[],
  groupOf: (item: T, index: number) => string,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const groups = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const group = groupOf(item, index);
    groups.set(group, [...(groups.get(group) ?? []), index]);
  }
  const waiting = [...groups.values()];
  const results = new Map<number, R>();
  const lane = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift())
      for (const index of group) {
        const item = items[index];
        if (item !== undefined) results.set(index, await work(item));
      }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return [...results.entries()].sort(([one], [other]) => one - other).map(([, result]) => result);
}

const lanes = 8; // a body has up to 1000 events, and a store takes only so many calls at once
