/**
 * What a steward may do about members, votes and data: alone, with a second person who holds an office and is not
 * involved, or not at all, since it is the members' to decide. A test holds this to the policy table: a mutation that is a
 * steward's stands here.
 *
 * | how    | means                                                                                                |
 * | ------ | ---------------------------------------------------------------------------------------------------- |
 * | ALONE  | it takes no right away, or what it decides can be asked for again                                     |
 * | SECOND | it takes effect when a second person confirms it                                                     |
 * | PARTLY | one steward begins or ends it, within what the charter and the members have decided                  |
 * | NEVER  | a steward of the co-op is let through to the rules, and it is the buyer's                              |
 */
export type Taking = 'ALONE' | 'SECOND' | 'PARTLY' | 'NEVER';

export const STEWARD_ACTS = {
  /** Admission is the members' where the charter says so; then neither is a steward's. */
  admitMember: 'ALONE',
  admitMembers: 'ALONE',
  /** The applicant may apply again, to another steward. */
  rejectApplication: 'ALONE',
  /** The proposal of one; a suspension takes another, and lasts as long as the charter lets it. */
  suspendMember: 'SECOND',
  confirmSuspension: 'SECOND',
  /** One of two; with an attestation of the person it takes no steward at all. */
  confirmRecovery: 'SECOND',
  /** Of a request that nobody has confirmed yet; the person may ask again, or show an attestation. */
  rejectRecovery: 'ALONE',
  /** What stewards decided; what the members decided is theirs to end. */
  reinstateMember: 'PARTLY',
  /** Auditors, who see more and decide nothing; one of less than thirty days stands in for nobody. */
  grantRole: 'ALONE',
  revokeRole: 'ALONE',
  publishDataset: 'ALONE',
  publishOffer: 'ALONE',
  /** Until the buyer accepts: from then on the members decide. */
  counterOffer: 'PARTLY',
  terminateLicence: 'PARTLY',
  acceptOffer: 'NEVER',
  verifyAgreement: 'NEVER',
  /** Up to the charter's limit; beyond it another agrees. */
  recordCost: 'PARTLY',
  approveCost: 'SECOND',
  /** One asks, another agrees. */
  reverseCost: 'SECOND',
  closePeriod: 'ALONE',
  issueCreditNote: 'ALONE',
  retryRefund: 'ALONE',
  /** As the proposer, like any member, and never an election. */
  cancelProposal: 'PARTLY',
} as const satisfies Readonly<Record<string, Taking>>;
