import {
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  operationFromDocument,
  Supergraph,
} from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { QueryPlan } from '@apollo/query-planner';
import { isAbstractType, isObjectType, Kind, parse, print, printSchema } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { cachingFacts } from './caching.js';
import type { CachingFacts } from './caching.js';
import { NO_COSTS, readCosts, saysCosts } from '../../guard/cost/table.js';
import type { CostTable } from '../../guard/cost/table.js';
import { addDirective, composedDirectives } from './composedDirectives.js';
import { argumentOf } from './joins.js';
import { overrideLabels, prepareSupergraph } from './prepare.js';
import type { Prepared } from './prepare.js';
import { restorePlan } from './restore.js';

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
  /** Labels of progressive overrides. */
  overrideLabels: readonly string[];
}

export interface PlannerLimits {
  /** Plans compared for one operation; beyond, the best so far is taken. */
  plansMax: number;
  /** Ways considered for one selection. */
  pathsMax: number;
}

/** Plans about costs and cache tags say nothing that a plan depends on. Features for security that we do not know are refused. */
const FEATURES = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/cost/v0.1',
  'https://specs.apollo.dev/cacheTag/v0.1',
]);

/** Plans operations over one supergraph. Takes seconds to make and may take as long to plan: lives in a thread of its own. */
export class Planner {
  readonly facts: SupergraphFacts;
  private readonly prepared: Prepared;
  private readonly planner: QueryPlanner;
  private readonly schema: Schema;
  private readonly graphs: ReadonlyMap<string, string>;

  /** @throws Error for what is no supergraph, or needs features that are not known here. */
  constructor(supergraphSdl: string, { plansMax, pathsMax }: PlannerLimits) {
    this.prepared = prepareSupergraph(supergraphSdl);
    const original = Supergraph.build(supergraphSdl, { supportedFeatures: FEATURES });
    const prepared =
      this.prepared.standIns.size + this.prepared.layers.size === 0 &&
      !supergraphSdl.includes('resolvable: false')
        ? original
        : // A required field that a stand-in now stands for looks external without use, which is well.
          Supergraph.build(this.prepared.document, {
            supportedFeatures: FEATURES,
            validateSupergraph: false,
          });
    this.planner = new QueryPlanner(prepared, {
      exposeDocumentNodeInFetchNode: false,
      generateQueryFragments: false,
      debug: { maxEvaluatedPlans: plansMax, pathsLimit: pathsMax },
    });
    this.schema = prepared.apiSchema();
    const composed = composedDirectives(this.schema, this.prepared.document);
    for (const directive of composed) addDirective(this.schema, directive);
    this.graphs = graphNames(this.prepared.document);
    const whole = original.schema.toGraphQLJSSchema();
    const apiSdl = [printSchema(original.apiSchema().toGraphQLJSSchema()), ...composed.map(print)].join(
      '\n\n',
    );
    this.facts = {
      apiSdl,
      definitionsAt: parse(apiSdl).definitions.map(({ loc }) => loc!.start),
      costs: saysCosts(supergraphSdl) ? readCosts(this.prepared.document) : NO_COSTS,
      subgraphs: original.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
      possibleTypes: possibleTypesOf(whole),
      objectTypes: Object.values(whole.getTypeMap())
        .filter(isObjectType)
        .map(({ name }) => name),
      caching: cachingFacts(this.prepared.document),
      overrideLabels: overrideLabels(this.prepared.document),
    };
  }

  /**
   * @param operation - a document of one operation, valid for the schema that clients see.
   * @param overrides - the labels of progressive overrides that are on.
   * @throws GraphQLError
   */
  plan(operation: string, overrides: readonly string[]): QueryPlan {
    const parsed = operationFromDocument(this.schema, parse(operation, { noLocation: true }), {
      validate: false,
    });
    const overrideConditions = new Map(
      this.facts.overrideLabels.map((label) => [label, overrides.includes(label)]),
    );
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
    const given = directives?.[0] && argumentOf(directives[0], 'name');
    if (given?.kind === Kind.STRING) names.set(given.value, name.value);
  }
  return names;
}

function possibleTypesOf(schema: GraphQLSchema): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}
