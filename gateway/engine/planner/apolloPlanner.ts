import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { QueryPlan } from '@apollo/query-planner';
import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { addDirective, composedDirectives } from './composedDirectives.js';
import { isHolder } from './fieldSets.js';
import type { Holder } from './fieldSets.js';
import { argumentOf } from './joins.js';

export interface PlannerLimits {
  /** Plans compared for one operation; beyond, the best so far is taken. */
  plansMax: number;
  /** Ways considered for one selection. */
  pathsMax: number;
}

/** What plans operations over one supergraph. */
export interface OperationPlanner {
  /**
   * @param overrides - by label, whether a progressive override is on.
   * @throws GraphQLError if there are too many ways; any other error is a mistake of Apollo's or ours.
   */
  plan(operation: DocumentNode, overrides: Map<string, boolean>): QueryPlan;
}

/** Apollo's query planner over one supergraph. */
export class ApolloPlanner implements OperationPlanner {
  private readonly planner: QueryPlanner;
  private readonly schema: Schema;

  /**
   * @param document - what the supergraph was built of.
   * @param asksHidden - whether operations may ask for what is hidden from clients.
   */
  constructor(
    readonly supergraph: Supergraph,
    readonly document: DocumentNode,
    { plansMax, pathsMax }: PlannerLimits,
    asksHidden = false,
  ) {
    this.planner = new QueryPlanner(supergraph, {
      exposeDocumentNodeInFetchNode: false,
      generateQueryFragments: false,
      debug: { maxEvaluatedPlans: plansMax, pathsLimit: pathsMax },
    });
    this.schema = asksHidden ? supergraph.schema : supergraph.apiSchema();
    for (const directive of composedDirectives(this.schema, document)) addDirective(this.schema, directive);
  }

  plan(operation: DocumentNode, overrides: Map<string, boolean>): QueryPlan {
    const parsed = operationFromDocument(this.schema, operation, { validate: false });
    return this.planner.buildQueryPlan(parsed, { overrideConditions: overrides });
  }
}

/** A supergraph of a document that was changed for the planner; the original's features and rules were judged. */
export function rebuilt(document: DocumentNode): Supergraph {
  // A required field that has a synthetic one in its place looks external without use, which is well.
  return Supergraph.build(document, { supportedFeatures: null, validateSupergraph: false });
}

/**
 * Sorts resolvable keys before the others: Apollo's planner may choose a key that its subgraph cannot resolve if that
 * one is written first.
 *
 * @returns the document itself where nothing is to be sorted.
 */
export function sortKeys(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map((one) => (isHolder(one) ? withSortedKeys(one) : one));
  const isSorted = definitions.every((one, index) => one === document.definitions[index]);
  return isSorted ? document : { ...document, definitions };
}

function withSortedKeys(definition: Holder): Holder {
  const directives = definition.directives ?? [];
  if (!directives.some(isUnresolvable)) return definition;
  const resolvable = directives.filter((one) => !isUnresolvable(one));
  return { ...definition, directives: [...resolvable, ...directives.filter(isUnresolvable)] };
}

function isUnresolvable(node: ConstDirectiveNode): boolean {
  const value = argumentOf(node, 'resolvable');
  return node.name.value === 'join__type' && value?.kind === Kind.BOOLEAN && !value.value;
}
