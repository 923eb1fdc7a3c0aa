import { schemasOfServices } from '../../gateway/services.js';
import type { SubgraphSchema } from '../../gateway/supergraph/compose.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';

/** What a supergraph is made of, to be exchanged for the same with a field more and back, and how it is asked meanwhile. */
export interface Material {
  readonly parts: readonly SubgraphSchema[];
  readonly query: string;
  /** Milliseconds that the event loop may stop. */
  readonly targetMs: number;
}

export type Size = 'own' | 'large';

const TYPES = 2_000;
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

export async function materialOf(size: Size): Promise<Material> {
  if (size === 'large') return { parts: largeParts(), query: '{ root_data { id name } }', targetMs: 400 };
  return { parts: await schemasOfServices(), query: '{ cooperatives { nodes { id } } }', targetMs: 50 };
}

/** The same parts with one field more in one of them. */
export function grown(parts: readonly SubgraphSchema[]): readonly SubgraphSchema[] {
  const more = '\nextend type Query { "Of the bench." benched: Int }';
  return parts.map((part) => (part.name === 'governance' ? { ...part, sdl: part.sdl + more } : part));
}

/** Entities that refer to one another, a part of them in each subgraph; each is completed by another one. */
function largeParts(): SubgraphSchema[] {
  return SERVICE_NAMES.map((name, subgraph) => {
    const count = TYPES / SERVICE_NAMES.length;
    const own = Array.from({ length: count }, (_, index) => entity(subgraph + index * SERVICE_NAMES.length));
    return { name, sdl: `${LINK}\ntype Query { root_${name}: T${subgraph} }\n${own.join('\n')}` };
  });
}

function entity(index: number): string {
  // Seven and the number of types have no common divisor, so that each type is completed once, and never at home.
  const next = (index * 7 + 1) % TYPES;
  return `"Entity ${index}." type T${index} @key(fields: "id") {
      "Its id." id: ID!  "Its name." name: String!  count: Int  at: String  price: Float  open: Boolean!
      next(first: Int = 10): [T${next}!]!  other(id: ID!): T${next} }
    type T${next} @key(fields: "id") { id: ID!  seenBy${index}: Int }`;
}
