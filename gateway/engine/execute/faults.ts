import type { GraphQLFormattedError } from 'graphql';

/** An error of a subgraph, without its place. */
export interface Fault {
  readonly message: string;
  readonly extensions: GraphQLFormattedError['extensions'];
  /** Keys below the place where it shows: the subgraph had to null more than the field that failed. */
  readonly below: readonly (string | number)[];
  /** The fault that this one is a step further down of. */
  readonly origin?: Fault;
}

/** The same fault, seen from one key further down. */
export function further(fault: Fault): Fault {
  return { ...fault, below: fault.below.slice(1), origin: originOf(fault) };
}

export function originOf(fault: Fault): Fault {
  return fault.origin ?? fault;
}

/** Stands where a step's answer would: the step failed, for all objects or for one. */
export class Failure {
  constructor(readonly faults: readonly Fault[]) {}
}

export function faultOf({ message, extensions }: GraphQLFormattedError, below: Fault['below'] = []): Fault {
  return { message, extensions, below };
}

type Holder = object;

/**
 * Where errors show in the answers of subgraphs: by the object or list that holds the null, and the key in it. A
 * writer comes by and tells the client's own path to it.
 */
export class FaultMap {
  private readonly faults = new Map<Holder, Map<string | number, Fault[]>>();
  /** Errors that belong to no place in their answer. */
  readonly unplaced: Fault[] = [];

  get isEmpty(): boolean {
    return this.faults.size === 0 && this.unplaced.length === 0;
  }

  at(holder: unknown, key: string | number): readonly Fault[] {
    if (this.faults.size === 0 || typeof holder !== 'object' || holder === null) return [];
    return this.faults.get(holder)?.get(key) ?? [];
  }

  /** Finds the place of an error: as far down its path as there are objects. */
  place(from: object, error: GraphQLFormattedError, path: readonly (string | number)[]): void {
    let holder: object = from;
    for (const [index, key] of path.entries()) {
      const value = (holder as Record<string | number, unknown>)[key];
      const isLast = index === path.length - 1;
      if (typeof value === 'object' && value !== null && !isLast) {
        holder = value;
        continue;
      }
      return this.add(holder, key, faultOf(error, path.slice(index + 1)));
    }
    this.unplaced.push(faultOf(error));
  }

  private add(holder: Holder, key: string | number, fault: Fault): void {
    const keys = this.faults.get(holder) ?? new Map<string | number, Fault[]>();
    keys.set(key, [...(keys.get(key) ?? []), fault]);
    this.faults.set(holder, keys);
  }
}
