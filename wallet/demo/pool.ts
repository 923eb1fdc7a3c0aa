const RARELY_MS = 2_000;

/** The items in groups of `size`, the last one smaller. */
export function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  const groups: Item[][] = [];
  for (let from = 0; from < items.length; from += size) groups.push(items.slice(from, from + size));
  return groups;
}

/** Does `work` on every item, on `width` of them at a time; the first failure stops what has not begun. */
export async function pooled<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}

/**
 * Looks again and again until there is something to see, more rarely the longer it takes: looking keeps those busy who
 * are waited for.
 *
 * @throws Error naming what never came.
 */
export async function awaited<Seen>(
  what: string,
  look: () => Promise<Seen | undefined>,
  { everyMs = 200, forMs = 600_000 }: { everyMs?: number; forMs?: number } = {},
): Promise<Seen> {
  const deadline = Date.now() + forMs;
  for (let waitMs = everyMs; ; waitMs = Math.min(waitMs * 1.2, RARELY_MS)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Waited ${forMs / 1000} s in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
