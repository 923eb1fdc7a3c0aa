import { CACHING_SDL } from '../../subgraphs/kit/wire/cachingSdl.js';

/**
 * The `log` subgraph in the federation's notation; its value types are the same as in the four services. A page of the
 * audit trail is merged from as many of each of the four, whatever is shown of it, which its costs say.
 */
export const LOG_SDL = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable", "@composeDirective", "@cost"])
${CACHING_SDL}
"An instant in UTC: ISO 8601 ending in Z."
scalar DateTime

"An integer of any size, as a decimal string."
scalar BigInt

"Any JSON value."
scalar JSON

"A service that keeps a journal."
enum Service {
  "Members, organisations and sessions."
  MEMBERSHIP
  "Charters, proposals and votes."
  GOVERNANCE
  "Datasets, consents, licences and computations."
  DATA
  "The ledger, invoices and dividends."
  PAYOUTS
}

"One change of state: an event, an audit record, and a leaf of the log of its service and co-op."
type JournalEntry @cost(weight: 4) {
  "The service whose journal it stands in."
  service: Service!
  "The co-op that it concerns; null in the log of what belongs to no co-op."
  cooperative: ID
  "Its index in that log, from 0 without gaps."
  index: BigInt!
  "What happened, such as BallotCast."
  type: String!
  "In which role it was done: MEMBER, STEWARD, SYSTEM and so on."
  actorRole: String!
  "When the service recorded it, by its own clock."
  recordedAt: DateTime!
  "Lowercase hex of SHA-256(0x00 || JCS(leaf)), the hash of its leaf (RFC 6962)."
  leafHash: String!
  "The public part: digests and commitments, nothing that names a person."
  leaf: JSON!
  "The private part with the salts of its commitments, for those entitled to it (the subject, stewards, auditors); otherwise, and after an erasure, null."
  opening: JSON
}

"One journal entry in a page, with its cursor."
type JournalEntryEdge @cost(weight: 4) {
  "Opaque; stays valid while entries are added."
  cursor: ID!
  "The entry."
  node: JournalEntry!
}

"A page of a list of journal entries, as in the Relay specification."
type JournalEntryConnection {
  "The entries with their cursors."
  edges: [JournalEntryEdge!]!
  "The entries."
  nodes: [JournalEntry!]!
  "Where this page stands."
  pageInfo: PageInfo!
  "Always null: counting would read whole journals; checkpoints tell the sizes of logs."
  totalCount: Int
}

"Where a page stands in its list, as in the Relay specification."
type PageInfo @shareable {
  "True when there is more after this page."
  hasNextPage: Boolean!
  "True when the page does not begin at the start of the list."
  hasPreviousPage: Boolean!
  "Cursor of the first edge."
  startCursor: String
  "Cursor of the last edge: give it as \`after\` for the next page."
  endCursor: String
}

"A log's head, as its service has signed it: the promise that these leaves, in this order, are the log."
type Checkpoint {
  "The service that signed it."
  service: Service!
  "The log's co-op; null for the log of what belongs to no co-op."
  cooperative: ID
  "The log's name in the signed note."
  origin: String!
  "Leaves in the log."
  size: BigInt!
  "Base64 of the Merkle tree hash (RFC 6962)."
  root: String!
  "The signed note (C2SP signed-note, tlog-checkpoint), to be checked with the service's log key."
  note: String!
  "When it was signed."
  recordedAt: DateTime!
}

"Proof that a leaf stands in a log, or that a log has only grown (RFC 6962, 2.1)."
type LogProof {
  "The service whose log it is about."
  service: Service!
  "The log's co-op; null for the log of what belongs to no co-op."
  cooperative: ID
  "Of an inclusion proof: the leaf's index."
  index: BigInt
  "Of an inclusion proof: the leaf's hash, lowercase hex."
  leafHash: String
  "Of a consistency proof: the smaller size."
  from: BigInt
  "Leaves in the tree that the proof leads to."
  size: BigInt!
  "Base64 hashes, from the leaves upwards."
  hashes: [String!]!
  "Of an inclusion proof: the signed head whose root the hashes lead to."
  checkpoint: Checkpoint
}

"The public key under which a service signs the heads of one log."
type LogKey {
  "The service that holds it."
  service: Service!
  "The log's co-op; null for the log of what belongs to no co-op."
  cooperative: ID
  "Verifier key (C2SP signed-note): name, key id and key."
  verifierKey: String!
}

type Query {
  "What happened in a co-op, in the order of its logs, the services' logs merged by time. Errors: BAD_USER_INPUT, FORBIDDEN for a subject whom the viewer may not ask about, OVERLOADED where others read as much as may be read at once, SUBGRAPH_UNAVAILABLE."
  auditTrail(
    "The co-op; without it, what belongs to no co-op."
    cooperative: ID
    "Entries of this service alone."
    service: Service
    "Entries of this type alone."
    type: String
    "Entries about this member alone; for that member, stewards and auditors, who are not told of those about the member's money."
    subject: ID
    "Items at most, 1 to 100."
    first: Int = 20
    "Cursor after which the page begins."
    after: ID
  ): JournalEntryConnection @cost(weight: 100)
  "The latest signed head of a log. Errors: NOT_FOUND while the log is empty."
  checkpoint(
    "The service that signs it."
    service: Service!
    "The co-op; without it, the log of what belongs to no co-op."
    cooperative: ID
  ): Checkpoint
  "Proof that the leaf at that index stands in the log. Errors: NOT_FOUND beyond its end."
  inclusionProof(
    "The service whose log it is."
    service: Service!
    "The co-op; without it, the log of what belongs to no co-op."
    cooperative: ID
    "Of the leaf, from 0."
    index: BigInt!
  ): LogProof
  "Proof that the log of \`to\` leaves begins with the log of \`from\` leaves. Errors: BAD_USER_INPUT unless 0 < from <= to <= size."
  consistencyProof(
    "The service whose log it is."
    service: Service!
    "The co-op; without it, the log of what belongs to no co-op."
    cooperative: ID
    "Leaves of the smaller tree."
    from: BigInt!
    "Leaves of the larger tree."
    to: BigInt!
  ): LogProof @cacheControl(maxAge: 300)
  "The keys of a co-op's four logs. Pin them at the first meeting; a later change is a reason to ask why."
  logKeys(
    "The co-op; without it, the logs of what belongs to no co-op."
    cooperative: ID
  ): [LogKey!] @cacheControl(maxAge: 300)
}
`;
