interface Entry<Item, Key> {
  readonly item: Item;
  key: Key;
}

/**
 * Items by keys that only grow while the items wait. A key that has grown is noticed when its item comes to the top, so a
 * change that touches many items costs nothing until one of them would be next.
 */
export class GrowingHeap<Item, Key> {
  private readonly entries: Entry<Item, Key>[];

  constructor(
    items: readonly Item[],
    private readonly keyOf: (item: Item) => Key,
    private readonly isBefore: (a: Key, b: Key) => boolean,
  ) {
    this.entries = items.map((item) => ({ item, key: keyOf(item) }));
    for (let at = (items.length >> 1) - 1; at >= 0; at -= 1) this.sink(at);
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** The item whose key is the least now. @throws TypeError when there is none. */
  first(): Item {
    for (;;) {
      const top = this.entries[0]!;
      const key = this.keyOf(top.item);
      if (!this.isBefore(top.key, key)) return top.item;
      top.key = key;
      this.sink(0);
    }
  }

  /** Takes out the item that `first` gave. */
  removeFirst(): void {
    const last = this.entries.pop()!;
    if (this.entries.length === 0) return;
    this.entries[0] = last;
    this.sink(0);
  }

  private sink(from: number): void {
    const { entries } = this;
    for (let at = from; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      for (const child of [left, right]) {
        if (child < entries.length && this.isBefore(entries[child]!.key, entries[least]!.key)) least = child;
      }
      if (least === at) return;
      [entries[at], entries[least]] = [entries[least]!, entries[at]!];
      at = least;
    }
  }
}
