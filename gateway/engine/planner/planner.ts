import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError, isAbstractType, isObjectType, parse, print, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { NO_COSTS, readCosts, saysCosts } from '../../guard/demandControl/table.js';
import type { CostTable } from '../../guard/demandControl/table.js';
import { cachingFacts } from './cachingFacts.js';
import type { CachingFacts } from './cachingFacts.js';
import { keyObjectsIn } from './keyObjects.js';
import { overrideLabels, prepareSupergraph } from './workarounds/prepareSupergraph.js';
import type { Care } from './workarounds/prepareSupergraph.js';
import { PatchedPlanner } from './workarounds/patchedPlanner.js';
import { requirementsIn } from './requirements.js';

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
  /** What fields must be told, as field sets: by subgraph, type and field. */
  requirements: Readonly<Record<string, string>>;
  /** By the name of a field that gives objects within keys: what every such key asks of these. */
  keyObjects: Readonly<Record<string, readonly string[]>>;
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

/** More and more of it; each costs more requests than the one before. */
const CARES: readonly Care[] = [{ detached: 'interfaceObjects', apart: true }, { detached: 'all' }];

/** Plans operations over one supergraph. Takes seconds to make and may take as long to plan: lives in a process of its own. */
export class Planner {
  readonly facts: SupergraphFacts;
  private readonly ready: PatchedPlanner;
  /** Made when first needed. */
  private readonly careful: PatchedPlanner[] = [];

  /** @throws Error for what is no supergraph, or needs features that are not known here. */
  constructor(
    private readonly supergraphSdl: string,
    private readonly limits: PlannerLimits,
  ) {
    const original = Supergraph.build(supergraphSdl, { supportedFeatures: FEATURES });
    this.ready = new PatchedPlanner(
      original,
      prepareSupergraph(supergraphSdl, { detached: 'interfaceObjects' }),
      limits,
    );
    const whole = original.schema.toGraphQLJSSchema();
    const api = printSchema(original.apiSchema().toGraphQLJSSchema());
    const apiSdl = [api, ...this.ready.composed.map(print)].join('\n\n');
    const { document, subgraphs } = this.ready;
    const asItIs = parse(supergraphSdl, { noLocation: true });
    this.facts = {
      apiSdl,
      definitionsAt: parse(apiSdl).definitions.map(({ loc }) => loc!.start),
      costs: saysCosts(supergraphSdl) ? readCosts(document) : NO_COSTS,
      subgraphs: original.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
      possibleTypes: possibleTypesOf(whole),
      objectTypes: Object.values(whole.getTypeMap())
        .filter(isObjectType)
        .map(({ name }) => name),
      caching: cachingFacts(document),
      requirements: requirementsIn(asItIs, (graph) => subgraphs.get(graph) ?? graph),
      keyObjects: keyObjectsIn(asItIs),
      overrideLabels: overrideLabels(document),
    };
  }

  /**
   * @param operation - a document of one operation, valid for the schema that clients see.
   * @param overrides - the labels of progressive overrides that are on.
   * @throws GraphQLError
   */
  plan(operation: string, overrides: readonly string[]): QueryPlan {
    const labels = new Map(this.facts.overrideLabels.map((label) => [label, overrides.includes(label)]));
    let failure: unknown;
    for (const planner of this.planners()) {
      try {
        return planner.plan(operation, labels);
      } catch (error) {
        if (error instanceof GraphQLError) throw error;
        failure ??= error;
      }
    }
    throw failure;
  }

  /**
   * The planner, and for operations at which it breaks down those that are made of the supergraph with more care. What
   * Apollo's planner asserts does not hold where it joins two fetches that are told the same, nor where the way to what
   * a field needs leads through a key of another object.
   */
  private *planners(): Generator<PatchedPlanner> {
    yield this.ready;
    if (!this.supergraphSdl.includes('requires:')) return;
    for (const [index, care] of CARES.entries()) yield (this.careful[index] ??= this.readied(care));
  }

  private readied(care: Care): PatchedPlanner {
    const supergraph = Supergraph.build(this.supergraphSdl, { supportedFeatures: FEATURES });
    return new PatchedPlanner(supergraph, prepareSupergraph(this.supergraphSdl, care), this.limits);
  }
}

function possibleTypesOf(schema: GraphQLSchema): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}
