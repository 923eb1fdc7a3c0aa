import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, OperationTypeNode, parse, print } from 'graphql';
import type { DirectiveDefinitionNode, DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { attach, attached } from './attach.js';
import { addDirective, composedDirectives } from '../composedDirectives.js';
import { detach } from './detach.js';
import type { Part } from './detach.js';
import { textOf } from '../joins.js';
import type { PlannerLimits } from '../planner.js';
import type { Prepared } from './prepareSupergraph.js';
import { restorePlan } from './restorePlan.js';

/** Few types have more keys, and each that is tried is planned for. */
const KEYS_TRIED_MAX = 4;

/** Apollo's planner over a supergraph that was readied for it; gives plans for the supergraph as it is. */
export class PatchedPlanner {
  /** Directives of subgraphs' own that operations may have. */
  readonly composed: readonly DirectiveDefinitionNode[];
  private readonly planner: QueryPlanner;
  private readonly schema: Schema;
  private readonly graphs: ReadonlyMap<string, string>;
  private readonly types: GraphQLSchema;

  constructor(
    original: Supergraph,
    private readonly prepared: Prepared,
    { plansMax, pathsMax }: PlannerLimits,
  ) {
    const supergraph = prepared.isAsItWas
      ? original
      : // A required field that a stand-in now stands for looks external without use, which is well.
        Supergraph.build(prepared.document, {
          // The original's were judged.
          supportedFeatures: null,
          validateSupergraph: false,
        });
    this.planner = new QueryPlanner(supergraph, {
      exposeDocumentNodeInFetchNode: false,
      generateQueryFragments: false,
      debug: { maxEvaluatedPlans: plansMax, pathsLimit: pathsMax },
    });
    this.types = supergraph.schema.toGraphQLJSSchema();
    // What is needed may be hidden from clients.
    this.schema = prepared.doors.isEmpty ? supergraph.apiSchema() : supergraph.schema;
    this.composed = composedDirectives(this.schema, prepared.document);
    for (const directive of this.composed) addDirective(this.schema, directive);
    this.graphs = graphNames(prepared.document);
  }

  /** By their names in the supergraph's enum. */
  get subgraphs(): ReadonlyMap<string, string> {
    return new Map([...this.graphs].map(([name, graph]) => [graph, name]));
  }

  get document(): DocumentNode {
    return this.prepared.document;
  }

  /** @throws GraphQLError if there are too many ways; any other error is a mistake of Apollo's or ours. */
  plan(operation: string, overrideConditions: Map<string, boolean>): QueryPlan {
    const document = parse(operation, { noLocation: true });
    const { doors } = this.prepared;
    for (let keyChoice = 0; ; keyChoice++) {
      const detached = detach(document, this.types, doors, keyChoice);
      if (!detached) return this.planAsIs(document, overrideConditions);
      try {
        const plan = this.planAsIs(documentOf(detached.operation), overrideConditions);
        const parts = detached.parts.map((part) =>
          this.planPart(part, detached.operation, overrideConditions),
        );
        return attach(plan, parts);
      } catch (error) {
        // Where there is no way to what one key needs, there may be one to another.
        if (keyChoice + 1 >= Math.min(KEYS_TRIED_MAX, detached.keysMost)) throw error;
      }
    }
  }

  private planPart(
    part: Part,
    { variableDefinitions }: OperationDefinitionNode,
    overrideConditions: Map<string, boolean>,
  ): PlanNode {
    const operation: OperationDefinitionNode = {
      kind: Kind.OPERATION_DEFINITION,
      operation: OperationTypeNode.QUERY,
      variableDefinitions,
      selectionSet: { kind: Kind.SELECTION_SET, selections: part.selections },
    };
    const plan = this.plan(print(operation), overrideConditions);
    return attached(plan, part, (door) => this.prepared.doors.fieldOf(door));
  }

  private planAsIs(document: DocumentNode, overrideConditions: Map<string, boolean>): QueryPlan {
    const parsed = operationFromDocument(this.schema, document, { validate: false });
    const plan = this.planner.buildQueryPlan(parsed, { overrideConditions });
    const { virtualSubgraphs } = this.prepared;
    return restorePlan(
      plan,
      this.prepared,
      (name) => this.graphs.get(virtualSubgraphs.get(name) ?? name) ?? name,
    );
  }
}

function documentOf(operation: OperationDefinitionNode): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation] };
}

function graphNames(document: DocumentNode): Map<string, string> {
  const graphs = document.definitions.find(
    (one) => one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === 'join__Graph',
  );
  const names = new Map<string, string>();
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return names;
  for (const { name, directives } of graphs.values ?? []) {
    const given = directives?.[0] && textOf(directives[0], 'name');
    if (given !== undefined) names.set(given, name.value);
  }
  return names;
}
