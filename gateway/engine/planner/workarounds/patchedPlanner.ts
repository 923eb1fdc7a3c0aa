import type { Supergraph } from '@apollo/federation-internals';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { ApolloPlanner, rebuilt } from '../apolloPlanner.js';
import type { OperationPlanner, PlannerLimits } from '../apolloPlanner.js';
import { graphNames } from '../joins.js';
import { attach, attached } from './attach.js';
import { detach } from './detach.js';
import type { Part } from './detach.js';
import type { Prepared } from './prepareSupergraph.js';
import { restorePlan } from './restorePlan.js';

/** Few types have more keys, and each that is tried is planned for. */
const KEYS_TRIED_MAX = 4;

/** Apollo's planner over a supergraph that was prepared for it; gives plans for the supergraph as it is. */
export class PatchedPlanner implements OperationPlanner {
  private readonly planner: ApolloPlanner;
  private readonly graphs: ReadonlyMap<string, string>;
  private readonly types: GraphQLSchema;

  constructor(
    original: Supergraph,
    private readonly prepared: Prepared,
    limits: PlannerLimits,
  ) {
    const supergraph = prepared.isAsItWas ? original : rebuilt(prepared.document);
    // What a field requires may be hidden from clients.
    this.planner = new ApolloPlanner(supergraph, prepared.document, limits, !prepared.detachedFields.isEmpty);
    this.types = supergraph.schema.toGraphQLJSSchema();
    this.graphs = graphNames(prepared.document);
  }

  plan(operation: DocumentNode, overrides: Map<string, boolean>): QueryPlan {
    const { detachedFields } = this.prepared;
    for (let keyChoice = 0; ; keyChoice++) {
      const detached = detach(operation, this.types, detachedFields, keyChoice);
      if (!detached) return this.planAsIs(operation, overrides);
      try {
        const plan = this.planAsIs(documentOf(detached.operation), overrides);
        const parts = detached.parts.map((part) => this.planPart(part, detached.operation, overrides));
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
    overrides: Map<string, boolean>,
  ): PlanNode {
    const operation: OperationDefinitionNode = {
      kind: Kind.OPERATION_DEFINITION,
      operation: OperationTypeNode.QUERY,
      variableDefinitions,
      selectionSet: { kind: Kind.SELECTION_SET, selections: part.selections },
    };
    const plan = this.plan(documentOf(operation), overrides);
    return attached(plan, part, (detachedField) => this.prepared.detachedFields.fieldOf(detachedField));
  }

  private planAsIs(document: DocumentNode, overrides: Map<string, boolean>): QueryPlan {
    const plan = this.planner.plan(document, overrides);
    const { virtualSubgraphs } = this.prepared;
    const graphOf = (name: string): string => this.graphs.get(virtualSubgraphs.get(name) ?? name) ?? name;
    return restorePlan(plan, this.prepared, graphOf);
  }
}

function documentOf(operation: OperationDefinitionNode): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation] };
}
