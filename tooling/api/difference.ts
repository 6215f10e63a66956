/** Two texts as lines that went (`-`) and came (`+`), each run of them with the line before it. */
export function differenceOf(before: string, after: string): string {
  const [old, young] = [linesOf(before), linesOf(after)];
  const lengths = commonLengths(old, young);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const result: string[] = [];
  let [i, j, isInside] = [0, 0, false];
  while (i < old.length || j < young.length) {
    if (i < old.length && old[i] === young[j]) {
      isInside = false;
      i += 1;
      j += 1;
      continue;
    }
    if (!isInside && i > 0) result.push(`  ${old[i - 1]}`);
    isInside = true;
    if (j >= young.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) result.push(`- ${old[i++]}`);
    else result.push(`+ ${young[j++]}`);
  }
  return result.join('\n');
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** How many lines the ends of both texts, from `i` and from `j`, have in common, in order. */
function commonLengths(old: readonly string[], young: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: old.length + 1 }, () => new Uint16Array(young.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = young.length - 1; j >= 0; j -= 1) {
      const [row, next] = [rows[i], rows[i + 1]];
      if (row === undefined || next === undefined) continue;
      row[j] = old[i] === young[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}
