import DataLoader from 'dataloader';

const BATCH_MAX = 500;

/** Answers in the order of the keys, null where nothing was found. */
export type BatchFunction<Key, Value> = (keys: readonly Key[]) => Promise<ArrayLike<Value | Error>>;
export type LoaderFactory = <Key, Value>(
  name: string,
  batch: BatchFunction<Key, Value>,
) => DataLoader<Key, Value>;

/** A fresh set of loaders, for one request: nothing that one viewer loaded is seen by another. */
export function createLoaders(): LoaderFactory {
  const loaders = new Map<string, DataLoader<unknown, unknown>>();
  return <Key, Value>(name: string, batch: BatchFunction<Key, Value>) => {
    const known = loaders.get(name) as DataLoader<Key, Value> | undefined;
    if (known) return known;
    const made = new DataLoader<Key, Value>(batch, { maxBatchSize: BATCH_MAX });
    loaders.set(name, made);
    return made;
  };
}

/** Puts rows found in any order into the order of the keys. */
export function inOrder<Row>(
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
