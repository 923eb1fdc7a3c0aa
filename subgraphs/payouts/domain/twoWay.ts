import assert from 'node:assert';

/**
 * Fills a table whose rows and columns have their totals, both to the last unit at once (two-way controlled rounding).
 *
 * The columns stand in a tree in which the two smallest are joined again and again (Huffman). From its root down, each
 * row is split between the two sides of a node by cumulative rounding: the rows so far have given the floor of their
 * ideal to the one side, so every split is the floor or the ceiling of its ideal, the rows of a side sum to the side,
 * and nothing falls below zero. Since joined columns at least double every second step, a cell is less than four
 * units from its ideal, row × column / total; less than one with two columns.
 *
 * @param rows - totals by name, zero or more; their order decides where odd units fall.
 * @param columns - totals by name, above zero, summing to the same.
 * @returns the cells above zero, by row and column. Takes time linear in the cells.
 */
export function divideTwoWays<R extends string, C extends string>(
  rows: ReadonlyMap<R, bigint>,
  columns: ReadonlyMap<C, bigint>,
): Map<R, Map<C, bigint>> {
  const names = [...rows.keys()];
  const totals = [...rows.values()];
  const cells = new Map(names.map((name) => [name, new Map<C, bigint>()]));
  const root = treeOf(columns);
  assert.equal(sumOf(totals), root?.sum ?? 0n, 'rows and columns have different totals');
  const open = root ? [{ node: root, totals }] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, totals: own } = next;
    if ('column' in node) {
      for (const [index, cell] of own.entries())
        if (cell > 0n) cells.get(names[index]!)!.set(node.column, cell);
      continue;
    }
    const [one, other] = node.sides;
    const ofOne = split(own, one.sum, node.sum);
    const ofOther = own.map((total, index) => total - ofOne[index]!);
    open.push({ node: one, totals: ofOne }, { node: other, totals: ofOther });
  }
  return cells;
}

/** Each total's `part` of `whole`, floor or ceiling, summing to `part`; the totals sum to `whole`. */
function split(totals: readonly bigint[], part: bigint, whole: bigint): bigint[] {
  let seen = 0n;
  let given = 0n;
  return totals.map((total) => {
    seen += total;
    const before = given;
    given = (seen * part) / whole;
    return given - before;
  });
}

/** A column, or the two sides that are joined. */
type Node<C> = { sum: bigint } & ({ column: C } | { sides: [Node<C>, Node<C>] });

/** By amount and then by name, so that the same columns always make the same tree. */
function treeOf<C extends string>(columns: ReadonlyMap<C, bigint>): Node<C> | undefined {
  const leaves = [...columns]
    .toSorted(([a, minor], [b, other]) => (minor < other ? -1 : minor > other ? 1 : a < b ? -1 : 1))
    .map(([column, sum]) => ({ column, sum }));
  const joined: Node<C>[] = [];
  let [nextLeaf, nextJoined] = [0, 0];
  const smallest = (): Node<C> => {
    const [leaf, node] = [leaves[nextLeaf], joined[nextJoined]];
    if (leaf && (!node || leaf.sum <= node.sum)) return leaves[nextLeaf++]!;
    return joined[nextJoined++]!;
  };
  for (let joins = 1; joins < leaves.length; joins += 1) {
    const [one, other] = [smallest(), smallest()];
    joined.push({ sides: [one, other], sum: one.sum + other.sum });
  }
  return joined.at(-1) ?? leaves[0];
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
