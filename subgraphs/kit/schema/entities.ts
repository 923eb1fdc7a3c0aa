/**
 * What the entities are that several subgraphs write down: the one that owns an entity and those that add to it or point
 * at it say the same, since a client reads one description.
 */
export const ENTITIES = {
  Cooperative: 'A data cooperative: owned by the people whose data it holds.',
  Member: 'A person or organisation admitted to a co-op, or asking to be.',
  Organization: 'A buyer, a partner co-op or a regulator.',
  Proposal: 'A question put to the members of one co-op. Proposals are public, ballots never.',
  Dataset: 'A dcat:Dataset of a co-op. Its records rest encrypted; buyers compute and never hold them.',
  Licence:
    'An odrl:Agreement, or the negotiation towards one, by the Dataspace Protocol. ' +
    'Once the members are asked, they may read what they decide on and are paid for; ' +
    'the rest is for its buyer, stewards and auditors.',
  ComputeJob: 'One computation under a licence, on the records of those who consented.',
} as const;
