import { execute, parse } from 'graphql';
import type { KeyPort } from '../../../subgraphs/kit/identity/keys.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { SubgraphAnswer, SubgraphRequest } from '../../../subgraphs/kit/wire/transport.js';
import { toySubgraph } from './toys.js';
import type { Toy } from './toys.js';

const GOVERNANCE = `
  type Query { proposal(id: ID!): Proposal }
  type Mutation { move(id: ID!): Proposal! }
  type Subscription { proposalChanged(id: ID!): Proposal!  otherChanged: Proposal! }
  type Proposal @key(fields: "id") { id: ID!  step: Int! }
`;

const MEMBERSHIP = `
  type Query { me: String }
  type Mutation { rest: Boolean }
  type Proposal @key(fields: "id") { id: ID!  author: String  padding: String }
`;

/** What a live toy has been told to say next. */
type Word = SubgraphAnswer | 'cut' | 'step';

/** A subgraph whose subscriptions say what a test tells them to, and one that completes their answers. */
export interface Square {
  governance: Toy & { subscribe: NonNullable<Toy['subscribe']> };
  membership: Toy;
  /** Subscriptions open now. */
  open(): number;
  /** Subscriptions that were ever opened. */
  opened(): number;
  /** Says it to all who have subscribed. */
  say(word: Word): void;
  /** Says the next step of a proposal. */
  move(): void;
  /** What is said to whoever subscribes; by default the step that the proposal has reached. */
  greeting: Word | undefined;
  /** Characters that membership adds to each answer. */
  padding: number;
}

export function square(keys: KeyPort): Square {
  const listeners = new Set<(word: Word) => void>();
  let step = 1;
  let opened = 0;
  const proposal = (id: unknown) => ({ id, step, __typename: 'Proposal' });
  /** What a request asks of the step that is reached now. */
  async function stepFor({ query, variables }: SubgraphRequest): Promise<SubgraphAnswer> {
    const asked = { schema: governance.schema, document: parse(query), variableValues: variables };
    const { data } = await execute({ ...asked, rootValue: { proposalChanged: proposal('prp_1') } });
    return { data };
  }
  const governance = toySubgraph(
    'governance',
    GOVERNANCE,
    {
      Query: {
        proposal: (_, { id }: { id: string }) => {
          if (id === 'prp_none') throw COMMON.NOT_FOUND.raise('There is none.');
          return proposal(id);
        },
      },
      Mutation: { move: (_, { id }: { id: string }) => proposal(id) },
      Proposal: { __resolveReference: ({ id }: { id: string }) => proposal(id) },
    },
    keys,
  );
  const membership = toySubgraph(
    'membership',
    MEMBERSHIP,
    {
      Query: { me: (_, __, { claims }) => claims.sub ?? null },
      Proposal: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        author: () => `author at ${step}`,
        padding: () => 'x'.repeat(made.padding),
      },
    },
    keys,
  );
  const made: Square = {
    membership,
    governance: Object.assign(governance, {
      async *subscribe(request: SubgraphRequest, signal: AbortSignal) {
        if (governance.fault === 'down') throw new Error('connect ECONNREFUSED');
        opened += 1;
        governance.asked.push({ request, claims: governance.claimsOf(request) });
        const words: Word[] = [made.greeting ?? 'step'];
        let wake: (() => void) | undefined;
        const listen = (word: Word): void => {
          words.push(word);
          wake?.();
        };
        listeners.add(listen);
        signal.addEventListener('abort', () => wake?.(), { once: true });
        try {
          while (!signal.aborted) {
            const word = words.shift();
            if (word === undefined) await new Promise<void>((next) => (wake = next));
            else if (word === 'cut') throw new Error('socket hang up');
            else {
              const answer = word === 'step' ? await stepFor(request) : word;
              yield answer;
              if (!answer.data) return;
            }
          }
        } finally {
          listeners.delete(listen);
        }
      },
    }),
    open: () => listeners.size,
    opened: () => opened,
    say: (word) => listeners.forEach((listen) => listen(word)),
    move() {
      step += 1;
      made.say('step');
    },
    greeting: undefined,
    padding: 0,
  };
  return made;
}
