import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { KeyPort } from '../../../subgraphs/kit/identity/keys.js';
import type { LogPort } from '../../../subgraphs/kit/journal/logPort.js';
import { toySubgraph } from './toys.js';
import type { Toy } from './toys.js';

const MEMBERSHIP = `
  type Query { cooperative(id: ID): Cooperative  cooperatives(first: Int = 20, after: ID): CooperativeConnection!  me: String  broken: String  leaks: String }
  type Mutation { rename(id: ID!, name: String!): Cooperative! }
  type CooperativeConnection { nodes: [Cooperative!]! }
  type Cooperative @key(fields: "id") { id: ID!  name: String!  members(first: Int = 20): MemberConnection! }
  type MemberConnection { nodes: [Member!]!  edges: [MemberEdge!]! }
  type MemberEdge { cursor: ID! node: Member! }
  type Member @key(fields: "id") { id: ID!  cooperative: Cooperative! }
`;

const GOVERNANCE = `
  type Query { proposals: [Proposal!]! }
  type Proposal @key(fields: "id") { id: ID!  title: String! secret: String }
  type Cooperative @key(fields: "id") { id: ID!  proposals: [Proposal!]  charter: String }
`;

const COOPERATIVES = ['coop_1', 'coop_2'].map((id) => ({
  id,
  name: `Name of ${id}`,
  __typename: 'Cooperative',
}));

export interface Village {
  membership: Toy;
  governance: Toy;
}

/** Two services that share an entity; enough to see a plan, a passport and a partial answer. */
export function village(
  keys: KeyPort,
  logs: { membership?: Partial<LogPort>; governance?: Partial<LogPort> } = {},
): Village {
  const members = { nodes: [], edges: [] };
  const cooperative = (id: unknown) => ({ ...COOPERATIVES[0], id, members });
  const membership = toySubgraph(
    'membership',
    MEMBERSHIP,
    {
      Query: {
        cooperative: (_, { id }: { id?: string }) => (id ? cooperative(id) : null),
        cooperatives: () => ({ nodes: COOPERATIVES }),
        me: (_, __, { claims }) => claims.sub ?? null,
        broken: () => {
          throw new Error('secret detail of a database');
        },
        leaks: () => {
          throw COMMON.FORBIDDEN.raise('You may not see this.', { role: 'STEWARD' });
        },
      },
      Mutation: { rename: (_, { id, name }: { id: string; name: string }) => ({ id, name, members }) },
      Cooperative: { __resolveReference: ({ id }: { id: string }) => cooperative(id) },
    },
    keys,
    logs.membership,
  );
  const governance = toySubgraph(
    'governance',
    GOVERNANCE,
    {
      Query: { proposals: () => [{ id: 'prp_1', title: 'One' }] },
      Cooperative: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        proposals: () => [{ id: 'prp_1', title: 'One' }],
        charter: ({ id }: { id: string }) => {
          if (id === 'coop_2') throw COMMON.FORBIDDEN.raise('Not this charter.', { cooperative: id });
          return `Charter of ${id}`;
        },
      },
      Proposal: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'One' }) },
    },
    keys,
    logs.governance,
  );
  return { membership, governance };
}
