import type { Gathering } from './gathering.js';
import type { QuickWriter } from './representationWriter.js';

type Target = Record<string, unknown>;

/** Which of the representations has these values: by the first, and then by the rest of them. */
type Indexes = Map<unknown, Indexes | number>;

/**
 * The way for objects whose representations hold plain values only: many objects stand for few entities, and only what
 * is new is written.
 */
export class RepresentationIndex {
  private typename: unknown;
  private writer: QuickWriter | undefined;
  private indexes: Indexes = new Map();
  /** By the type that is sent. */
  private readonly byType = new Map<string | undefined, Indexes>();
  private readonly values: unknown[] = [];

  /** @param writerFor - undefined for types whose representations hold more than plain values. */
  constructor(private readonly writerFor: (typename: string) => QuickWriter | undefined) {}

  /** @returns false for an object that must be looked at in full. */
  add(gathering: Gathering, target: Target): boolean {
    if (target.__typename !== this.typename) this.turnTo(target.__typename);
    const { writer, values } = this;
    if (!writer?.read(target, values)) return false;
    const known = this.find(writer.count);
    if (known !== undefined) {
      gathering.add(target, known);
      return true;
    }
    const index = gathering.indexOfNew(writer.text(values));
    this.remember(writer.count, index);
    gathering.add(target, index);
    return true;
  }

  private turnTo(typename: unknown): void {
    this.typename = typename;
    this.writer = typeof typename === 'string' ? this.writerFor(typename) : undefined;
    // Objects of several types may be sent as one.
    const sent = this.writer?.typename;
    this.indexes = this.byType.get(sent) ?? new Map<unknown, number>();
    this.byType.set(sent, this.indexes);
  }

  private find(count: number): number | undefined {
    let level: Indexes | number | undefined = this.indexes;
    for (let place = 0; place < count; place++) {
      level = (level as Indexes).get(this.values[place]);
      if (level === undefined) return undefined;
    }
    return typeof level === 'number' ? level : undefined;
  }

  /** A list or an object of a scalar of the schema's own is itself alone, and found again by nobody: left out. */
  private remember(count: number, index: number): void {
    for (let place = 0; place < count; place++) {
      if (typeof this.values[place] === 'object' && this.values[place] !== null) return;
    }
    let level = this.indexes;
    for (let place = 0; place < count - 1; place++) {
      const value = this.values[place];
      const below = (level.get(value) as Indexes | undefined) ?? (new Map() as Indexes);
      level.set(value, below);
      level = below;
    }
    if (count > 0) level.set(this.values[count - 1], index);
  }
}
