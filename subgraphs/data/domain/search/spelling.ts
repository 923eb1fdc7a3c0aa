/** Letters of a word by which its near ones are looked up: what lies behind them is compared only then. */
const PREFIX_CHARS = 7;

/** Slips that a word may have: none in a short one, where each makes another word. */
export function slipsMax(word: string): number {
  if (!/^\p{L}+$/u.test(word) || word.length > 40) return 0;
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/**
 * Words under which those near to this one are looked up: its beginning with up to as many letters left out as it may
 * have slips. Two words within that many slips of one another share one of them.
 *
 * @see W. Garbe's symmetric delete spelling correction.
 */
export function slipKeys(word: string): string[] {
  const slips = slipsMax(word);
  let latest = new Set([Array.from(word).slice(0, PREFIX_CHARS).join('')]);
  const keys = new Set(latest);
  for (let slip = 0; slip < slips; slip += 1) {
    latest = new Set([...latest].flatMap(withOneLess));
    for (const key of latest) keys.add(key);
  }
  return slips === 0 ? [] : [...keys];
}

function withOneLess(word: string): string[] {
  const letters = Array.from(word);
  return letters.map((_, index) => [...letters.slice(0, index), ...letters.slice(index + 1)].join(''));
}

/** Letters to put in, leave out, change, or exchange with their neighbour, to make one word of the other. */
export function slipsBetween(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)];
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(changed, rows[i - 1]![j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
      }
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** Of the known words, those nearest to one that is not known; none beyond the slips that it may have. */
export function nearest(word: string, known: readonly string[]): string[] {
  const max = slipsMax(word);
  const found = known
    .map((other) => ({ other, slips: slipsBetween(word, other) }))
    .filter(({ slips }) => slips <= max);
  const least = Math.min(...found.map(({ slips }) => slips));
  return found.filter(({ slips }) => slips === least).map(({ other }) => other);
}
