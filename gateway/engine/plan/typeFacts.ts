import { isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLCompositeType, GraphQLObjectType, GraphQLSchema, SelectionSetNode } from 'graphql';
import { fieldSet, requirementId } from '../planner/fieldSets.js';
import type { SupergraphFacts } from '../planner/planner.js';

/** Which types there are, for whoever must tell whether a type condition holds for an object. */
export class TypeFacts {
  private readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly objects: ReadonlySet<string>;
  private readonly requirements: SupergraphFacts['requirements'];
  private readonly sets = new Map<string, SelectionSetNode | undefined>();

  constructor(
    readonly schema: GraphQLSchema,
    {
      possibleTypes,
      objectTypes,
      requirements,
    }: Pick<SupergraphFacts, 'possibleTypes' | 'objectTypes' | 'requirements'>,
  ) {
    this.requirements = requirements;
    this.members = new Map(Object.entries(possibleTypes).map(([name, types]) => [name, new Set(types)]));
    this.objects = new Set(objectTypes);
  }

  /** Whether that names an object type, be it hidden from clients. */
  isObject(name: string): boolean {
    return this.objects.has(name);
  }

  /** Whether objects of the type `name` meet the condition `on`; an abstract `name` meets its own alone. */
  meets(name: string, on: string): boolean {
    return name === on || (this.members.get(on)?.has(name) ?? false);
  }

  /** As `meets`, where `name` may be an interface, for an object whose own type no subgraph has named. */
  meetsAsInterface(name: string, on: string): boolean {
    if (this.meets(name, on)) return true;
    const type = this.schema.getType(name);
    const condition = this.schema.getType(on);
    return isInterfaceType(type) && isAbstractType(condition) && this.schema.isSubType(condition, type);
  }

  /** What `@requires` of a field names in a subgraph; of the type, or of an interface object in its place. */
  requirement(subgraph: string, typename: string, field: string): SelectionSetNode | undefined {
    const id = `${subgraph}:${typename}.${field}`;
    if (!this.sets.has(id)) {
      const above = this.objectType(typename)?.getInterfaces() ?? [];
      const texts = [typename, ...above.map(({ name }) => name)].map(
        (name) => this.requirements[requirementId(subgraph, name, field)],
      );
      const text = texts.find((one) => one !== undefined);
      this.sets.set(id, text === undefined ? undefined : fieldSet(text));
    }
    return this.sets.get(id);
  }

  objectType(name: unknown): GraphQLObjectType | undefined {
    const type = typeof name === 'string' ? this.schema.getType(name) : undefined;
    return isObjectType(type) ? type : undefined;
  }

  /** Whether a subgraph may name that as the type of an object of `expected`, be it hidden from clients. */
  isPossible(expected: GraphQLCompositeType, name: string): boolean {
    return this.members.get(expected.name)?.has(name) ?? expected.name === name;
  }
}
