import type { Json, JsonObject } from '../../kit/domain/offerPolicy.js';
import { urn } from '../../kit/domain/offerPolicy.js';

export interface ProvenanceFacts {
  readonly dataset: string;
  readonly title: string;
  /** DID of the co-op. */
  readonly cooperative: string;
  readonly publishedAt: Date;
  /** When the public counts last moved. */
  readonly changedAt: Date;
  /** Coarsened. */
  readonly contributors: number;
  readonly records: number;
  readonly offers: readonly { readonly id: string; readonly madeAt: Date; readonly charterVersion: number }[];
}

export interface ProvenanceNode {
  readonly id: string;
  readonly label: string;
}

export interface ProvenanceActivity extends ProvenanceNode {
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface Provenance {
  readonly entities: readonly ProvenanceNode[];
  readonly activities: readonly ProvenanceActivity[];
  readonly agents: readonly ProvenanceNode[];
  /** The same with its relations, as W3C PROV-JSON. */
  readonly document: JsonObject;
}

/**
 * Where a dataset comes from, in the W3C's PROV. Contributions are one collection and members one collective
 * agent: whoever reads this learns of no single member.
 */
export function provenanceOf(facts: ProvenanceFacts): Provenance {
  const dataset = urn(facts.dataset);
  const contributions = `${dataset}:contributions`;
  const members = `${facts.cooperative}#members`;
  const collecting = `${dataset}:collecting`;
  const publishing = `${dataset}:publishing`;
  const entities: ProvenanceNode[] = [
    { id: dataset, label: facts.title },
    { id: contributions, label: `ciphertexts of ${facts.contributors} members or more` },
    ...facts.offers.map(({ id }) => ({ id: urn(id), label: 'offer' })),
  ];
  const activities: ProvenanceActivity[] = [
    {
      id: publishing,
      label: 'publishing by stewards',
      startedAt: facts.publishedAt,
      endedAt: facts.publishedAt,
    },
    { id: collecting, label: 'contributing by members', startedAt: facts.publishedAt, endedAt: null },
  ];
  const agents: ProvenanceNode[] = [
    { id: facts.cooperative, label: 'the co-op' },
    { id: members, label: 'its members, together' },
  ];
  const relations: JsonObject = Object.fromEntries([
    relation(
      'wasGeneratedBy',
      ['prov:entity', 'prov:activity'],
      [
        [dataset, publishing],
        [contributions, collecting],
      ],
    ),
    relation('hadMember', ['prov:collection', 'prov:entity'], [[dataset, contributions]]),
    relation(
      'wasAttributedTo',
      ['prov:entity', 'prov:agent'],
      [
        [dataset, facts.cooperative],
        [contributions, members],
      ],
    ),
    relation(
      'wasDerivedFrom',
      ['prov:generatedEntity', 'prov:usedEntity'],
      facts.offers.map(({ id }) => [urn(id), dataset] as const),
    ),
    relation('actedOnBehalfOf', ['prov:delegate', 'prov:responsible'], [[facts.cooperative, members]]),
  ]);
  return { entities, activities, agents, document: document(facts, entities, activities, agents, relations) };
}

/** An identifier in PROV-JSON is a qualified name, whose prefix the document declares: urn and did are their own. */
const PREFIXES: JsonObject = {
  coop: 'urn:data-cooperative:terms#',
  dcterms: 'http://purl.org/dc/terms/',
  did: 'did:',
  urn: 'urn:',
};

function document(
  facts: ProvenanceFacts,
  entities: readonly ProvenanceNode[],
  activities: readonly ProvenanceActivity[],
  agents: readonly ProvenanceNode[],
  relations: JsonObject,
): JsonObject {
  const offers = new Map(facts.offers.map((offer) => [urn(offer.id), offer]));
  const describe = (id: string): JsonObject => {
    const offer = offers.get(id);
    if (offer)
      return {
        'prov:generatedAtTime': offer.madeAt.toISOString(),
        'coop:charterVersion': offer.charterVersion,
      };
    if (id !== urn(facts.dataset)) return {};
    return { 'coop:records': facts.records, 'dcterms:modified': facts.changedAt.toISOString() };
  };
  return {
    prefix: PREFIXES,
    entity: byId(entities, (node) => ({ 'prov:label': node.label, ...describe(node.id) })),
    activity: byId(activities, (node) => ({
      'prov:label': node.label,
      'prov:startTime': node.startedAt.toISOString(),
      ...(node.endedAt && { 'prov:endTime': node.endedAt.toISOString() }),
    })),
    agent: byId(agents, (node) => ({ 'prov:label': node.label })),
    ...relations,
  };
}

function byId<Node extends ProvenanceNode>(
  nodes: readonly Node[],
  describe: (node: Node) => JsonObject,
): JsonObject {
  return Object.fromEntries(nodes.map((node) => [node.id, describe(node)]));
}

type Ends = readonly (readonly [string, string])[];

/** Relations of one kind as PROV-JSON has them: each with its two ends, under a blank name that no other one has. */
function relation(kind: string, [first, second]: readonly [string, string], ends: Ends): [string, Json] {
  const named = ends.map(([a, b], index) => [`_:${kind}${index}`, { [first]: a, [second]: b }]);
  return [kind, Object.fromEntries(named) as Json];
}
