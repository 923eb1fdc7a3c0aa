import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError, isAbstractType, isObjectType, parse, print, printSchema } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { NO_COSTS, readCosts, saysCosts } from './costTable.js';
import type { CostTable } from './costTable.js';
import { ApolloPlanner, rebuilt, sortKeys } from './apolloPlanner.js';
import type { OperationPlanner, PlannerLimits } from './apolloPlanner.js';
import { cachingFacts } from './cachingFacts.js';
import type { CachingFacts } from './cachingFacts.js';
import { composedDirectives } from './composedDirectives.js';
import { requirementsIn } from './fieldSets.js';
import { graphNames, overrideLabels } from './joins.js';
import { keyObjectsIn } from './keyObjects.js';

export interface SubgraphAddress {
  name: string;
  url: string;
}

/** What the engine must know of a supergraph, beside its plans. */
export interface SupergraphFacts {
  /** What clients see. */
  apiSdl: string;
  /** Where in its text each definition begins. */
  definitionsAt: readonly number[];
  /** What it says of costs, to which plans are indifferent. */
  costs: CostTable;
  subgraphs: readonly SubgraphAddress[];
  /** Names of the object types behind each interface and union, hidden ones too. */
  possibleTypes: Readonly<Record<string, readonly string[]>>;
  /** Names of all object types, hidden ones too. */
  objectTypes: readonly string[];
  /** What may be kept of answers, and what tells it apart. */
  caching: CachingFacts;
  /** What `@requires` of a field names, as field sets: by subgraph, type and field. */
  requirements: Readonly<Record<string, string>>;
  /** By the name of a field that gives objects within keys: what every such key asks of these. */
  keyObjects: Readonly<Record<string, readonly string[]>>;
  /** Labels of progressive overrides. */
  overrideLabels: readonly string[];
}

/** Plans about costs and cache tags say nothing that a plan depends on. Features for security that we do not know are refused. */
const FEATURES = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/cost/v0.1',
  'https://specs.apollo.dev/cacheTag/v0.1',
]);

/** What `@requires` and `@interfaceObject` look like in a supergraph. */
const NEEDS_WORKAROUNDS = /\brequires:\s*"|\bisInterfaceObject:\s*true/;

export type Workarounds = typeof import('./workarounds/workarounds.js');

/** Loads what works around the faults of Apollo's planner, for a supergraph that would meet them; undefined for others. */
export async function workaroundsFor(supergraphSdl: string): Promise<Workarounds | undefined> {
  return NEEDS_WORKAROUNDS.test(supergraphSdl) ? import('./workarounds/workarounds.js') : undefined;
}

/** Plans operations over one supergraph. Takes seconds to make and may take as long to plan: lives in a process of its own. */
export class Planner {
  readonly facts: SupergraphFacts;
  private readonly makers: readonly (() => OperationPlanner)[];
  /** Made when first needed. */
  private readonly planners: OperationPlanner[] = [];

  /**
   * @param workarounds - as `workaroundsFor` gives them.
   * @throws Error for what is no supergraph, or needs features that are not known here.
   */
  constructor(supergraphSdl: string, limits: PlannerLimits, workarounds: Workarounds | undefined) {
    const build = (): Supergraph => Supergraph.build(supergraphSdl, { supportedFeatures: FEATURES });
    const original = build();
    const document = parse(supergraphSdl, { noLocation: true });
    this.makers = workarounds?.patchedPlanners(supergraphSdl, build, limits) ?? [
      () => plainPlanner(original, document, limits),
    ];
    // Before a planner adds to the schema that clients see what they may write in operations.
    this.facts = factsOf(original, document, saysCosts(supergraphSdl));
    this.planners.push(this.makers[0]!());
  }

  /**
   * @param operation - a document of one operation, valid for the schema that clients see.
   * @param overrides - the labels of progressive overrides that are on.
   * @throws GraphQLError
   */
  plan(operation: string, overrides: readonly string[]): QueryPlan {
    const labels = new Map(this.facts.overrideLabels.map((label) => [label, overrides.includes(label)]));
    const document = parse(operation, { noLocation: true });
    let failure: unknown;
    for (const [index, make] of this.makers.entries()) {
      try {
        const planner = (this.planners[index] ??= make());
        return planner.plan(document, labels);
      } catch (error) {
        if (error instanceof GraphQLError) throw error;
        failure ??= error;
      }
    }
    throw failure;
  }
}

function plainPlanner(original: Supergraph, document: DocumentNode, limits: PlannerLimits): OperationPlanner {
  const sorted = sortKeys(document);
  return new ApolloPlanner(sorted === document ? original : rebuilt(sorted), sorted, limits);
}

function factsOf(supergraph: Supergraph, document: DocumentNode, hasCosts: boolean): SupergraphFacts {
  const whole = supergraph.schema.toGraphQLJSSchema();
  const api = supergraph.apiSchema();
  const composed = composedDirectives(api, document).map(print);
  const apiSdl = [printSchema(api.toGraphQLJSSchema()), ...composed].join('\n\n');
  const subgraphs = new Map([...graphNames(document)].map(([name, graph]) => [graph, name]));
  return {
    apiSdl,
    definitionsAt: parse(apiSdl).definitions.map(({ loc }) => loc!.start),
    costs: hasCosts ? readCosts(document) : NO_COSTS,
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    possibleTypes: possibleTypesOf(whole),
    objectTypes: Object.values(whole.getTypeMap())
      .filter(isObjectType)
      .map(({ name }) => name),
    caching: cachingFacts(document),
    requirements: requirementsIn(document, (graph) => subgraphs.get(graph) ?? graph),
    keyObjects: keyObjectsIn(document),
    overrideLabels: overrideLabels(document),
  };
}

function possibleTypesOf(schema: GraphQLSchema): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}
