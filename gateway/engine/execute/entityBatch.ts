/** Entities that one request asks for, so that later steps of the same shape find them. */
export class EntityBatch {
  /** In the order in which they were asked for. */
  entities: readonly unknown[] = [];
  /** Until they are there. */
  coming: Promise<void> | undefined;

  /**
   * @param texts - of the representations.
   * @param indexes - by text, if somebody has made that.
   */
  constructor(
    private readonly texts: readonly string[],
    private indexes?: ReadonlyMap<string, number>,
  ) {}

  /** Most are never looked at again. */
  indexOf(text: string): number | undefined {
    this.indexes ??= new Map(this.texts.map((known, index) => [known, index]));
    return this.indexes.get(text);
  }
}

/** Where an entity was asked for. */
export interface EntityPlace {
  readonly batch: EntityBatch;
  readonly index: number;
}

export function placeIn(batches: readonly EntityBatch[], text: string): EntityPlace | undefined {
  for (const batch of batches) {
    const index = batch.indexOf(text);
    if (index !== undefined) return { batch, index };
  }
  return undefined;
}
