/** One replacement in a text, by offsets. */
export interface TextEdit {
  from: number;
  to: number;
  text: string;
}

/** Above this the comparison by lines would be slow, and one replacement does as well. */
const maxCells = 1_000_000;

/** Replacements, line by line and in order, that turn one text into the other; none when they are equal. */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const [old, now] = [linesOf(before), linesOf(after)];
  const start = sharedStart(old, now);
  const end = sharedEnd(old, now, start);
  const [middleOld, middleNow] = [
    old.slice(start, old.length - end),
    now.slice(start, now.length - end),
  ];
  const offset = lengthOf(old.slice(0, start));
  if (middleOld.length * middleNow.length > maxCells) {
    return [{ from: offset, to: offset + lengthOf(middleOld), text: middleNow.join("") }];
  }
  return hunks(middleOld, middleNow, offset);
}

/** Lines with their own line ends, so that joining them gives the text again. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length, 0);

function sharedStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function sharedEnd(a: readonly string[], b: readonly string[], start: number): number {
  let count = 0;
  const most = Math.min(a.length, b.length) - start;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

/** Walks along the longest common run of lines and collects what lies between. */
function hunks(old: readonly string[], now: readonly string[], offset: number): TextEdit[] {
  const table = commonLengths(old, now);
  const at = (i: number, j: number) => table[i * (now.length + 1) + j] ?? 0;
  const edits: TextEdit[] = [];
  let [i, j, position] = [0, 0, offset];
  let open: TextEdit | null = null;
  while (i < old.length || j < now.length) {
    const line = old[i] ?? "";
    if (i < old.length && j < now.length && line === now[j]) {
      open = null;
      position += line.length;
      i++;
      j++;
      continue;
    }
    if (!open) {
      open = { from: position, to: position, text: "" };
      edits.push(open);
    }
    if (j < now.length && (i >= old.length || at(i, j + 1) >= at(i + 1, j))) {
      open.text += now[j] ?? "";
      j++;
    } else {
      position += line.length;
      open.to = position;
      i++;
    }
  }
  return edits;
}

/** Length of the longest common sequence of the lines from (i, j) on, row by row. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const width = now.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const [below = 0, right = 0, both = 0] = [
        table[(i + 1) * width + j],
        table[i * width + j + 1],
        table[(i + 1) * width + j + 1],
      ];
      table[i * width + j] = old[i] === now[j] ? both + 1 : Math.max(below, right);
    }
  }
  return table;
}
