import { getNamedType, isAbstractType, isCompositeType, isLeafType } from 'graphql';
import type { GraphQLCompositeType, GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { Inputs } from './drawInputs.js';
import { Random } from './random.js';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const DEPTH_MAX = 5;

/** Planning takes the longer the more there is, far beyond proportion, so that few are big. */
const SELECTIONS_MAX = [4, 8, 8, 12, 12, 16, 24];

/** What keys and steps of a plan are called by: an alias of such a name stands in their way. */
const SHADOWS = ['id', 'number', 'half', 'place', 'twin', 'sum', 'label', '__typename', 'x', 'name'];

interface Meaning {
  readonly meaning: string;
  readonly type: string;
  readonly parent: GraphQLCompositeType;
  /** The arguments as they are written. */
  readonly given: string;
}

/** One place of the answer, and what its names stand for so far. */
interface Place {
  readonly names: Map<string, Meaning>;
  readonly below: Map<string, Place>;
}

/** Most are valid; the caller asks the validator, and draws another where one is not. */
export function drawOperation(schema: GraphQLSchema, ...seed: readonly (string | number)[]): Operation {
  const random = new Random(...seed, 'operation');
  const mutation = schema.getMutationType();
  const isMutation = mutation && random.chance(0.2);
  const drawing = new Drawing(schema, random);
  const selections = drawing.set(isMutation ? mutation : schema.getQueryType()!, newPlace(), 0);
  const head = `${isMutation ? 'mutation' : 'query'} Drawn${drawing.inputs.definitions()}`;
  const query = [`${head} ${selections}`, ...drawing.fragments.map(({ text }) => text)].join('\n');
  return { query, variables: JSON.parse(JSON.stringify(drawing.inputs.values)) as Operation['variables'] };
}

function newPlace(): Place {
  return { names: new Map(), below: new Map() };
}

class Drawing {
  readonly inputs: Inputs;
  readonly fragments: { name: string; on: GraphQLCompositeType; text: string }[] = [];
  #left: number;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
  ) {
    this.inputs = new Inputs(random);
    this.#left = random.pick(SELECTIONS_MAX);
  }

  set(parent: GraphQLCompositeType, place: Place, depth: number): string {
    const { random } = this;
    const selections: string[] = [];
    for (let count = random.between(1, depth === 0 ? 4 : 5); count > 0 && this.#left > 0; count--) {
      this.#left -= 1;
      const one = this.#selection(parent, place, depth);
      if (one) selections.push(one);
    }
    return `{ ${selections.length > 0 ? selections.join(' ') : '__typename'} }`;
  }

  #selection(parent: GraphQLCompositeType, place: Place, depth: number): string | undefined {
    const dice = this.random.between(1, 100);
    if (dice <= 7) return this.#typename(parent, place);
    const fragmentLikely = isAbstractType(parent) ? 55 : 20;
    if (dice <= fragmentLikely && depth < DEPTH_MAX) return this.#fragment(parent, place, depth);
    return 'getFields' in parent ? this.#field(parent, place, depth) : undefined;
  }

  #typename(parent: GraphQLCompositeType, place: Place): string | undefined {
    const name = this.random.chance(0.3) ? this.random.pick(SHADOWS) : '__typename';
    if (!this.#isFree(place, name, '__typename', 'String!', parent)) return undefined;
    place.names.set(name, { meaning: '__typename', type: 'String!', parent, given: '' });
    return (name === '__typename' ? name : `${name}: __typename`) + this.inputs.drawConditions();
  }

  #field(parent: Extract<GraphQLCompositeType, { getFields(): unknown }>, place: Place, depth: number) {
    const { random } = this;
    const fields: GraphQLField<unknown, unknown>[] = Object.values(parent.getFields());
    const field = random.pick(
      fields.filter(({ type }) => depth < DEPTH_MAX || isLeafType(getNamedType(type))),
    );
    if (!field) return undefined;
    const wanted = this.#alias(fields) ?? field.name;
    const name = this.#isFree(place, wanted, field.name, String(field.type), parent)
      ? wanted
      : `${field.name}${place.names.size}`;
    // What is repeated must have the same arguments.
    const given = place.names.get(name)?.given ?? this.inputs.drawArguments(field);
    place.names.set(name, { meaning: field.name, type: String(field.type), parent, given });
    const type = getNamedType(field.type);
    const below = place.below.get(name) ?? newPlace();
    place.below.set(name, below);
    const inner = isCompositeType(type) ? ` ${this.set(type, below, depth + 1)}` : '';
    const alias = name === field.name ? '' : `${name}: `;
    return `${alias}${field.name}${given}${this.inputs.drawConditions()}${inner}`;
  }

  #alias(fields: readonly GraphQLField<unknown, unknown>[]): string | undefined {
    const { random } = this;
    if (!random.chance(0.25)) return undefined;
    if (random.chance(0.3)) return `a${random.between(0, 3)}`;
    return random.chance(0.5) ? random.pick(SHADOWS) : random.pick(fields).name;
  }

  /** Whether a name may mean this at this place: whatever has it already must be the same, or of another type. */
  #isFree(place: Place, name: string, meaning: string, type: string, parent: GraphQLCompositeType): boolean {
    const taken = place.names.get(name);
    if (!taken) return true;
    if (taken.meaning === meaning && taken.parent === parent) return true;
    const apart = taken.parent !== parent && !isAbstractType(parent) && !isAbstractType(taken.parent);
    return taken.type === type && (apart || (taken.meaning === meaning && taken.given === ''));
  }

  #fragment(parent: GraphQLCompositeType, place: Place, depth: number): string {
    const { random } = this;
    const on = random.pick(this.#conditions(parent));
    const conditions = this.inputs.drawConditions();
    if (random.chance(0.25)) return `...${this.#named(on, place, depth)}${conditions}`;
    const written = on === parent && random.chance(0.5) ? '' : ` on ${on.name}`;
    return `...${written}${conditions} ${this.set(on, place, depth + 1)}`;
  }

  #named(on: GraphQLCompositeType, place: Place, depth: number): string {
    const known = this.fragments.filter((fragment) => fragment.on === on);
    if (known.length > 0 && this.random.chance(0.5)) return this.random.pick(known).name;
    const text = this.set(on, place, depth + 1);
    const name = `F${this.fragments.length}`;
    this.fragments.push({ name, on, text: `fragment ${name} on ${on.name} ${text}` });
    return name;
  }

  /** The types that a fragment may be on: those that share a possible type with the place's. */
  #conditions(parent: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = this.#possible(parent);
    const all = Object.values(this.schema.getTypeMap()).filter(isCompositeType);
    const overlapping = all.filter((type) => this.#possible(type).some((one) => possible.includes(one)));
    const members = overlapping.filter((type) => possible.includes(type as GraphQLObjectType));
    return this.random.chance(0.6) ? members : overlapping;
  }

  #possible(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
  }
}
