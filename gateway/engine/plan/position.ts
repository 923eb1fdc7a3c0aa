import { Kind } from 'graphql';
import type { FieldNode, SelectionNode } from 'graphql';
import type { Renaming, Step } from './steps.js';
import type { TypeFacts } from './typeFacts.js';

/** One step's part of the objects at a position. */
export interface Source {
  readonly step: Step;
  /** What the step selects of these objects. */
  readonly selections: readonly SelectionNode[];
  /** Which source of the parent position holds it; undefined if the step completes the objects here. */
  readonly within: number | undefined;
}

/**
 * A place in the answer, by keys from the root. Its objects may have several sources: those that stand in sources of
 * the objects above, first, and then those that steps attached here, each on the first source's object under the
 * step's slot. So answers are never merged; whoever reads an object looks where its fields are.
 */
export class Position {
  readonly sources: readonly Source[];
  private readonly children = new Map<string, Position>();
  private readonly selected = new Map<string, boolean>();

  private constructor(
    private readonly steps: readonly Step[],
    readonly path: readonly string[],
    inherited: readonly Source[],
  ) {
    const here = path.join('.');
    const attached = steps
      .filter((step) => step.path.join('.') === here)
      .map((step) => ({ step, selections: renamed(step), within: undefined }));
    this.sources = [...inherited, ...attached];
  }

  static root(steps: readonly Step[]): Position {
    return new Position(steps, [], []);
  }

  get isRoot(): boolean {
    return this.path.length === 0;
  }

  child(key: string): Position {
    const known = this.children.get(key);
    if (known) return known;
    const inherited = this.sources.flatMap(({ step, selections }, within): Source[] => {
      const fields = fieldsOf(selections, key);
      if (fields.length === 0) return [];
      const below = fields.flatMap((field) => field.selectionSet?.selections ?? []);
      return [{ step, selections: below, within }];
    });
    const made = new Position(this.steps, [...this.path, key], inherited);
    this.children.set(key, made);
    return made;
  }

  /** Whether a source was asked for a key of any of the objects here. */
  selectsAny(source: number, key: string): boolean {
    return fieldsOf(this.sources[source]!.selections, key).length > 0;
  }

  /** Whether a source was asked for a key of objects of that type. */
  selects(source: number, key: string, typename: string | undefined, types: TypeFacts): boolean {
    const id = `${source} ${key} ${typename ?? ''}`;
    const known = this.selected.get(id);
    if (known !== undefined) return known;
    const { selections } = this.sources[source]!;
    const holds = (on: string): boolean => typename === undefined || types.meetsAsInterface(typename, on);
    const found = fieldsOf(selections, key, holds).length > 0;
    this.selected.set(id, found);
    return found;
  }
}

function responseKeyOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function fieldsOf(
  selections: readonly SelectionNode[],
  key: string,
  holds: (on: string) => boolean = () => true,
): FieldNode[] {
  return selections.flatMap((node): FieldNode[] => {
    if (node.kind === Kind.FIELD) return responseKeyOf(node) === key ? [node] : [];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const on = node.typeCondition?.name.value;
    return on === undefined || holds(on) ? fieldsOf(node.selectionSet.selections, key, holds) : [];
  });
}

function renamed({ selections, renamings }: Step): readonly SelectionNode[] {
  return renamings.reduce<readonly SelectionNode[]>(rename, selections);
}

function rename(
  selections: readonly SelectionNode[],
  { path: [first, ...rest], to }: Renaming,
): SelectionNode[] {
  return selections.map((node): SelectionNode => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return node;
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const isMeant = first === `... on ${node.typeCondition?.name.value ?? ''}`;
      const path = isMeant ? rest : [first!, ...rest];
      return {
        ...node,
        selectionSet: {
          ...node.selectionSet,
          selections: rename(node.selectionSet.selections, { path, to }),
        },
      };
    }
    if (responseKeyOf(node) !== first) return node;
    if (rest.length === 0) return { ...node, alias: { kind: Kind.NAME, value: to } };
    if (!node.selectionSet) return node;
    return {
      ...node,
      selectionSet: {
        ...node.selectionSet,
        selections: rename(node.selectionSet.selections, { path: rest, to }),
      },
    };
  });
}
