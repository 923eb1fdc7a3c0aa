import { Kind, visit } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  EnumTypeDefinitionNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  TypeDefinitionNode,
} from 'graphql';
import { VirtualSubgraphSchema } from './virtualSubgraphSchema.js';
import { argumentOf, textOf } from '../joins.js';
import { externalOf, joinOf, placeOf, replaced, without, withoutEntryKey } from './rewriteJoins.js';
import { namedType } from '../fieldSets.js';
import { chainedRequirements, requirementOf } from './chainedRequirements.js';
import type { Link } from './chainedRequirements.js';
import type { SyntheticField } from './syntheticFields.js';

const GRAPHS = 'join__Graph';

/** A part of a subgraph that looks to the planner like a subgraph of its own. */
export interface VirtualSubgraph {
  /** The subgraph's name in the supergraph's enum, and the virtual subgraph's. */
  readonly from: string;
  readonly graph: string;
  /** What the planner calls the subgraph, and the virtual subgraph. */
  readonly subgraph: string;
  readonly name: string;
  readonly links: readonly Link[];
}

export interface VirtualizedSupergraph {
  readonly document: DocumentNode;
  /** What the planner calls a virtual subgraph, to the name of the subgraph that it is of. */
  readonly subgraphs: ReadonlyMap<string, string>;
}

/**
 * Puts fields with requirements that need one another into virtual subgraphs of their subgraph: leaves into one for each rank,
 * objects that are needed into one for each rank of those that need them, other objects into one more. The planner
 * merges a fetch into an earlier one of the same subgraph without looking at what it requires, and takes an external field
 * for one that the subgraph resolves; so a chain loses links, and fields are computed from nothing. Fetches of two
 * subgraphs are not merged. A virtual subgraph has of its subgraph only its own fields, what they require, and the keys.
 *
 * @see ../decisions/0001-requirements-in-layers.md
 */
export function addVirtualSubgraphs(
  document: DocumentNode,
  syntheticFields: ReadonlyMap<string, SyntheticField>,
): VirtualizedSupergraph {
  const graphs = document.definitions.find(isGraphs);
  const links = graphs && !isOld(document) ? chainedRequirements(document) : [];
  if (links.length === 0) return { document, subgraphs: new Map() };
  const virtualSubgraphs = virtualSubgraphsOf(links, graphs!, (link) => kindOf(link, syntheticFields));
  const rewriting = new Rewriting(document, virtualSubgraphs);
  const subgraphs = new Map(virtualSubgraphs.map(({ name, subgraph }) => [name, subgraph]));
  return { document: rewriting.rewritten(), subgraphs };
}

function isGraphs(node: DefinitionNode): node is EnumTypeDefinitionNode {
  return node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === GRAPHS;
}

/** Supergraphs of the first federation do not say which subgraph has which type. */
function isOld({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (one) => one.kind === Kind.DIRECTIVE_DEFINITION && one.name.value === 'join__owner',
  );
}

function nameOf({ values = [] }: EnumTypeDefinitionNode, graph: string): string {
  const directive = values.find(({ name }) => name.value === graph)?.directives?.[0];
  return (directive && textOf(directive, 'name')) ?? graph;
}

/** What tells virtual subgraphs of one subgraph apart. */
function kindOf(
  { field, rank, isObject }: Link,
  syntheticFields: ReadonlyMap<string, SyntheticField>,
): string {
  const neededAt = syntheticFields.get(field)?.neededAt;
  if (neededAt !== undefined) return `told_${neededAt}`;
  return isObject ? 'objects' : String(rank);
}

function virtualSubgraphsOf(
  links: readonly Link[],
  graphs: EnumTypeDefinitionNode,
  kind: (link: Link) => string,
): VirtualSubgraph[] {
  const virtualSubgraphs = new Map<string, Link[]>();
  for (const link of links) {
    const key = `${link.graph}_${kind(link)}`;
    virtualSubgraphs.set(key, [...(virtualSubgraphs.get(key) ?? []), link]);
  }
  const taken = new Set(graphs.values?.map(({ name }) => name.value));
  const takenNames = new Set([...taken].map((graph) => nameOf(graphs, graph)));
  return [...virtualSubgraphs.values()].map((members) => {
    const { graph: from } = members[0]!;
    const suffix = kind(members[0]!);
    let graph = `${from}_${suffix}`;
    while (taken.has(graph)) graph += '_';
    const subgraph = nameOf(graphs, from);
    let name = `${subgraph}_${suffix}`;
    while (takenNames.has(name)) name += '_';
    taken.add(graph);
    takenNames.add(name);
    return { from, graph, subgraph, name, links: members };
  });
}

/** Writes virtual subgraphs into a supergraph: wherever a subgraph is named that has some, its virtual subgraphs are named as well. */
class Rewriting {
  private readonly schemas: readonly VirtualSubgraphSchema[];
  private readonly moved = new Map<string, VirtualSubgraph>();

  constructor(
    private readonly document: DocumentNode,
    virtualSubgraphs: readonly VirtualSubgraph[],
  ) {
    for (const virtualSubgraph of virtualSubgraphs) {
      for (const { type, field } of virtualSubgraph.links)
        this.moved.set(placeOf(virtualSubgraph.from, type, field), virtualSubgraph);
    }
    this.schemas = virtualSubgraphs.map(
      (virtualSubgraph) => new VirtualSubgraphSchema(document, virtualSubgraph),
    );
  }

  rewritten(): DocumentNode {
    return visit(this.document, {
      EnumTypeDefinition: (node) =>
        node.name.value === GRAPHS ? this.withGraphs(node) : this.ofType(this.withValues(node)),
      ObjectTypeDefinition: (node) => this.ofType({ ...node, fields: this.fieldsOf(node) }),
      InterfaceTypeDefinition: (node) => this.ofType({ ...node, fields: this.fieldsOf(node) }),
      InputObjectTypeDefinition: (node) =>
        this.ofType({ ...node, fields: node.fields?.map((field) => this.ofMember(node.name.value, field)) }),
      ScalarTypeDefinition: (node) => this.ofType(node),
      UnionTypeDefinition: (node) => this.ofType(node),
    });
  }

  private withGraphs(node: EnumTypeDefinitionNode): EnumTypeDefinitionNode {
    const values = node.values?.flatMap((value) => [
      value,
      ...this.schemas
        .filter(({ virtualSubgraph }) => virtualSubgraph.from === value.name.value)
        .map(({ virtualSubgraph }) => ({
          ...value,
          name: { ...value.name, value: virtualSubgraph.graph },
          directives: value.directives?.map((one) => replaced(one, { name: virtualSubgraph.name })),
        })),
    ]);
    return { ...node, values };
  }

  private withValues(node: EnumTypeDefinitionNode): EnumTypeDefinitionNode {
    return { ...node, values: node.values?.map((value) => this.ofMember(node.name.value, value)) };
  }

  private ofType<T extends TypeDefinitionNode>(node: T): T {
    const type = node.name.value;
    const directives = node.directives?.flatMap((directive) => [
      directive,
      ...this.schemas.flatMap((schema) => {
        const { from, graph } = schema.virtualSubgraph;
        if (textOf(directive, 'graph') !== from || !schema.hasType(type)) return [];
        const other = textOf(directive, 'interface') ?? textOf(directive, 'member');
        if (other !== undefined && !schema.hasType(other)) return [];
        const copy = replaced(directive, { graph });
        if (!argumentOf(directive, 'key') || schema.isEntryKey(type, directive)) return [copy];
        // A type that is only passed through has no resolvable key.
        return schema.isHost(type) ? [] : [withoutEntryKey(copy)];
      }),
    ]);
    return { ...node, directives };
  }

  private fieldsOf({
    name,
    fields,
    directives = [],
  }: TypeDefinitionNode & { fields?: readonly FieldDefinitionNode[] }) {
    const type = name.value;
    const graphs = new Set(
      directives.flatMap((one) => (one.name.value === 'join__type' ? (textOf(one, 'graph') ?? []) : [])),
    );
    return fields?.map((field) => {
      const joined = field.directives?.some((one) => one.name.value === 'join__field');
      const everywhere = this.schemas.every(
        (schema) =>
          !schema.hasType(type) ||
          (schema.hasField(type, field.name.value) && !schema.isExternal(type, field.name.value)),
      );
      // Without a word of it a field is in every graph of its type.
      const told =
        joined || everywhere
          ? field
          : { ...field, directives: [...(field.directives ?? []), ...[...graphs].map(joinOf)] };
      return this.ofField(type, told);
    });
  }

  /** A field in a chain moves to its virtual subgraph; what others of these require is external in them. */
  private ofField(type: string, field: FieldDefinitionNode): FieldDefinitionNode {
    const name = field.name.value;
    const directives = field.directives?.flatMap((node) => {
      const virtualSubgraph =
        requirementOf(type, field, node) && this.moved.get(placeOf(textOf(node, 'graph'), type, name));
      const own = this.overriding(
        virtualSubgraph ? replaced(node, { graph: virtualSubgraph.graph }) : node,
        type,
        name,
      );
      return [own, ...this.copies(node, type, name)].map((one) => this.providing(one, field));
    });
    return { ...field, directives };
  }

  /** A virtual subgraph cannot provide a field that it does not have. */
  private providing(node: ConstDirectiveNode, { type }: FieldDefinitionNode): ConstDirectiveNode {
    const provides = textOf(node, 'provides');
    const schema = this.schemas.find(
      ({ virtualSubgraph }) => virtualSubgraph.graph === textOf(node, 'graph'),
    );
    if (provides === undefined || !schema || schema.hasSet(namedType(type), provides)) return node;
    return without(node, 'provides');
  }

  /** What overrides a field of a subgraph overrides it in the virtual subgraph where it is now. */
  private overriding(node: ConstDirectiveNode, type: string, field: string): ConstDirectiveNode {
    const override = textOf(node, 'override');
    const schema = this.schemas.find(
      ({ virtualSubgraph }) =>
        virtualSubgraph.subgraph === override &&
        this.moved.get(placeOf(virtualSubgraph.from, type, field)) === virtualSubgraph,
    );
    return schema ? replaced(node, { override: schema.virtualSubgraph.name }) : node;
  }

  private ofMember<T extends InputValueDefinitionNode | EnumValueDefinitionNode>(type: string, member: T): T {
    const directives = member.directives?.flatMap((node) => [
      node,
      ...this.copies(node, type, member.name.value),
    ]);
    return { ...member, directives };
  }

  /** The same for each virtual subgraph that has the field, the value or the input's field. */
  private copies(node: ConstDirectiveNode, type: string, member: string): ConstDirectiveNode[] {
    return this.schemas
      .filter(({ virtualSubgraph }) => textOf(node, 'graph') === virtualSubgraph.from)
      .flatMap((schema) => {
        const { graph } = schema.virtualSubgraph;
        // What needs others is had from the subgraph itself, and so is what is overridden now and then.
        const isElsewhere =
          argumentOf(node, 'requires') ??
          (argumentOf(node, 'overrideLabel') && !argumentOf(node, 'override'));
        if (schema.isExternal(type, member) || (isElsewhere && schema.isNeeded(type, member))) {
          return [externalOf(replaced(node, { graph }))];
        }
        return schema.hasField(type, member) && !isElsewhere ? [replaced(node, { graph })] : [];
      });
  }
}
