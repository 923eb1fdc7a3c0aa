import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { QueryPlan } from '@apollo/query-planner';
import { Kind, parse } from 'graphql';
import type { DirectiveDefinitionNode, DocumentNode } from 'graphql';
import { addDirective, composedDirectives } from './composedDirectives.js';
import { textOf } from './joins.js';
import type { PlannerLimits } from './planner.js';
import type { Prepared } from './prepare.js';
import { restorePlan } from './restore.js';

/** Apollo's planner over a supergraph that was readied for it; gives plans for the supergraph as it is. */
export class ReadyPlanner {
  /** Directives of subgraphs' own that operations may have. */
  readonly composed: readonly DirectiveDefinitionNode[];
  private readonly planner: QueryPlanner;
  private readonly schema: Schema;
  private readonly graphs: ReadonlyMap<string, string>;

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
    this.schema = supergraph.apiSchema();
    this.composed = composedDirectives(this.schema, prepared.document);
    for (const directive of this.composed) addDirective(this.schema, directive);
    this.graphs = graphNames(prepared.document);
  }

  get document(): DocumentNode {
    return this.prepared.document;
  }

  /** @throws GraphQLError if there are too many ways; any other error is a mistake of Apollo's or ours. */
  plan(operation: string, overrideConditions: Map<string, boolean>): QueryPlan {
    const document = parse(operation, { noLocation: true });
    const parsed = operationFromDocument(this.schema, document, { validate: false });
    const plan = this.planner.buildQueryPlan(parsed, { overrideConditions });
    const { layers } = this.prepared;
    return restorePlan(plan, this.prepared, (name) => this.graphs.get(layers.get(name) ?? name) ?? name);
  }
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
