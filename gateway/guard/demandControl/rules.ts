import { getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLCompositeType, GraphQLField, GraphQLOutputType, GraphQLSchema } from 'graphql';
import type { CostTable, ListSize } from '../../engine/planner/costTable.js';

/** What a field costs, whoever implements it. */
export interface FieldRules {
  readonly field: GraphQLField<unknown, unknown>;
  /** Of one item. */
  readonly weight: number;
  readonly sizes: readonly ListSize[];
  /** Fields below it that are as long as its size says; itself where there are none. */
  readonly sizedFields: ReadonlySet<string>;
  /** Coordinates under which its arguments may have weights. */
  readonly coordinate: string;
}

/** An object is worth one unless its type or its field says otherwise; a leaf nothing. */
const OBJECT_WEIGHT = 1;

/** The fields by which a connection holds its items. */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set(['edges', 'nodes']);

/** What a schema's fields cost, found when first asked for and kept with the schema. */
export class CostRules {
  private readonly known = new Map<string, FieldRules | undefined>();
  /** Equal sets are one set, so that a fragment is reckoned once for all fields of that kind. */
  private readonly sets = new Map<string, ReadonlySet<string>>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly table: CostTable,
  ) {}

  /** @returns undefined for a field that is on no type's list, such as `__typename`. */
  ofField(parent: GraphQLCompositeType, name: string): FieldRules | undefined {
    const coordinate = `${parent.name}.${name}`;
    if (this.known.has(coordinate)) return this.known.get(coordinate);
    const rules = this.find(parent, name, coordinate);
    // Names that a client made up are not kept.
    if (rules) this.known.set(coordinate, rules);
    return rules;
  }

  private find(parent: GraphQLCompositeType, name: string, coordinate: string): FieldRules | undefined {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!field) return undefined;
    const { weights, sizes } = this.table;
    // Who asks through an interface pays what the dearest of its types takes.
    const owners = isAbstractType(parent) ? this.schema.getPossibleTypes(parent) : [];
    const coordinates = [coordinate, ...owners.map((owner) => `${owner.name}.${name}`)];
    const own = coordinates.flatMap((one) => weights.get(one) ?? []);
    const found = coordinates.flatMap((one) => sizes.get(one) ?? []);
    return {
      field,
      weight: own.length > 0 ? Math.max(...own) : this.weightOf(field.type),
      sizes: found,
      sizedFields: this.setOf(found.flatMap(({ sizedFields }) => sizedFields)),
      coordinate,
    };
  }

  private weightOf(outputType: GraphQLOutputType): number {
    const type = getNamedType(outputType);
    const types = [type, ...(isAbstractType(type) ? this.schema.getPossibleTypes(type) : [])];
    const fallback = isCompositeType(type) ? OBJECT_WEIGHT : 0;
    return Math.max(...types.map(({ name }) => this.table.weights.get(name) ?? fallback));
  }

  private setOf(names: readonly string[]): ReadonlySet<string> {
    if (names.length === 0) return CONNECTION_FIELDS;
    const key = [...new Set(names)].sort().join(' ');
    const set = this.sets.get(key) ?? new Set(names);
    this.sets.set(key, set);
    return set;
  }
}
