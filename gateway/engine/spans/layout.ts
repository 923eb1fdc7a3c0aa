import { getNamedType, isCompositeType, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLObjectType, GraphQLOutputType, SelectionNode } from 'graphql';
import { isInherited } from '../own.js';
import type { Position } from '../plan/position.js';
import type { Step } from '../plan/steps.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import type { ObjectShape } from '../response/shape.js';

/** Thrown where answers of a step, or of a plan, are not read as spans. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** One place of the client's answer at which objects of a step stand. */
export interface Place {
  readonly position: Position;
  /** Which of the position's sources the step is. */
  readonly source: number;
  /** What the client sees there; undefined if it sees nothing. */
  readonly shape: ObjectShape | undefined;
  /** Among the places of its step's entities. */
  readonly index: number;
}

export interface FieldLayout {
  readonly key: string;
  /** `"key":` as it stands in JSON; with its value for `__typename`, which is known. */
  readonly label: string;
  /** Undefined for `__typename`, and for a field that clients do not see. */
  readonly type: GraphQLOutputType | undefined;
  readonly isTypename: boolean;
  /** The objects within; undefined for a leaf. */
  readonly below: ObjectLayout | undefined;
  /** Whether these are objects of their own: because something is added to them, or because they are written otherwise. */
  readonly isStructured: boolean;
}

/** How the objects of one type at one place of a step's answer are written there, field by field. */
export interface ObjectLayout {
  readonly typename: string;
  readonly fields: readonly FieldLayout[];
  /** Fields of which objects keep where they begin: those that somebody wants to know of. */
  readonly starts: Set<number>;
  /** Where later steps hang what they get. */
  readonly slots: readonly string[];
  /** How many places keep what they have written of its fields: an entity stands at many. */
  readonly places: number;
}

/** Makes the layouts of what steps are answered, and knows where each is met again. */
export class Layouts {
  private readonly byPlace = new Map<Position, Map<number, { layout: ObjectLayout; place: number }>>();

  constructor(
    private readonly steps: readonly Step[],
    private readonly types: TypeFacts,
  ) {}

  /** @throws Unfit where no step is answered there. */
  at(position: Position, source: number): { layout: ObjectLayout; place: number } {
    const found = this.byPlace.get(position)?.get(source);
    if (!found) throw new Unfit();
    return found;
  }

  /**
   * @param isEntity - whether these objects may stand at several places of an answer.
   * @throws Unfit for a type that is not known beforehand, and for objects of which several steps know something under
   *   one key.
   */
  object(
    selections: readonly SelectionNode[],
    typename: string,
    places: readonly Place[],
    isEntity = false,
  ): ObjectLayout {
    const type = this.types.schema.getType(typename);
    if (!isObjectType(type)) throw new Unfit();
    for (const { shape } of places) if (shape && shape.type !== type) throw new Unfit();
    const fields = [...this.merged(selections, typename)].map(([key, nodes]) =>
      this.field(key, nodes, type, places),
    );
    const attached = places.flatMap(({ position }) =>
      position.sources.filter(({ within }) => within === undefined),
    );
    const layout: ObjectLayout = {
      typename,
      fields,
      starts: new Set(),
      slots: [...new Set(attached.map(({ step }) => step.slot))],
      places: isEntity ? places.length : 0,
    };
    for (const { position, source, index } of places) {
      const known = this.byPlace.get(position) ?? new Map<number, { layout: ObjectLayout; place: number }>();
      this.byPlace.set(position, known.set(source, { layout, place: index }));
    }
    return layout;
  }

  private field(
    key: string,
    nodes: readonly FieldNode[],
    type: GraphQLObjectType,
    places: readonly Place[],
  ): FieldLayout {
    const name = nodes[0]!.name.value;
    const label = `${JSON.stringify(key)}:`;
    const leaf = { key, below: undefined, isStructured: false };
    if (name === '__typename') {
      return { ...leaf, label: label + JSON.stringify(type.name), type: undefined, isTypename: true };
    }
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
    const given = type.getFields()[name]?.type;
    if (selections.length === 0) return { ...leaf, label, type: given, isTypename: false };
    const named = given && getNamedType(given);
    if (!isCompositeType(named) || isInherited(key)) throw new Unfit();
    const within = places.flatMap((place) => placesBelow(place, key, type.name));
    const below = this.object(selections, named.name, within);
    const isStructured = within.some(
      ({ position, shape }) => this.isPassed(position) || (shape !== undefined && !isVerbatim(below, shape)),
    );
    return { key, label, type: given, isTypename: false, below, isStructured };
  }

  /** What is selected of objects of a type, by key, in the order in which it is answered. */
  private merged(
    selections: readonly SelectionNode[],
    typename: string,
    fields = new Map<string, FieldNode[]>(),
  ): Map<string, FieldNode[]> {
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD || node.directives?.length) throw new Unfit();
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        fields.set(key, [...(fields.get(key) ?? []), node]);
      } else {
        const on = node.typeCondition?.name.value;
        if (on === undefined || this.types.meets(typename, on)) {
          this.merged(node.selectionSet.selections, typename, fields);
        }
      }
    }
    return fields;
  }

  /** Whether a step adds something to the objects at a position, or below. */
  private isPassed({ path }: Position): boolean {
    return this.steps.some((step) => path.every((key, index) => step.path[index] === key));
  }
}

/** @throws Unfit where a second source holds objects there, too. */
function placesBelow({ position, source, shape, index }: Place, key: string, typename: string): Place[] {
  const below = position.child(key);
  const held = below.sources.filter(({ within }) => within !== undefined);
  if (held.length !== 1 || held[0]!.within !== source) throw new Unfit();
  const shown = shape?.fieldsOf(typename).filter((field) => field.key === key) ?? [];
  const shapes = shown.length > 0 ? shown.map((field) => field.below) : [undefined];
  return shapes.map((one) => ({ position: below, source: 0, shape: one, index }));
}

/** Whether a client sees objects just as the subgraph writes them. */
function isVerbatim({ fields, typename }: ObjectLayout, shape: ObjectShape): boolean {
  const shown = shape.fieldsOf(typename);
  return (
    shown.length === fields.length &&
    fields.every(({ key, below, isStructured }, index) => {
      const { responseKey, key: from, below: shape } = shown[index]!;
      return (
        responseKey === key &&
        from === key &&
        !isStructured &&
        (!below || (shape && isVerbatim(below, shape)))
      );
    })
  );
}
