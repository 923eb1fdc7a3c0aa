import { firstCharter } from '../../wallet/founding/firstCharter.js';
import { cidOf } from '../../wallet/vault/cid.js';
import { newTypeId } from '../../wallet/encoding/typeId.js';
import { erasureBy } from '../../wallet/actions/leaving.js';
import { findPerson } from '../../wallet/demo/people.js';
import type { Asking } from './policyDoors.js';
import { answeredChallenge, newSession } from './policySignIn.js';
import type { Things } from './policyThings.js';
import { nameOf } from './policyViewers.js';
import type { PolicyWorld } from './policyWorld.js';

/**
 * What is sent to each mutation: about the things of a co-op, of sound form, and such that whoever is let through
 * meets a rule that has nothing to do with who they are, or changes little.
 */
export type Inputs = Readonly<Record<string, (things: Things) => Record<string, unknown>>>;

const SIGNATURE = 'A'.repeat(86);
const KEY = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const DIGEST = '0'.repeat(64);
/** More than anybody has. */
const MUCH = '999999999999';
const PAST = '2000-01-01T00:00:00.000Z';
const TERMS = {
  purposes: ['dpv:Marketing'],
  prohibited: [],
  duties: [],
  price: { amount: { amountMinor: '1', currency: 'EUR' }, model: 'FLAT' },
  termDays: 1,
};
const CHARTER = firstCharter('EUR', `did:key:${KEY}`);
const signed = { signature: SIGNATURE };
const added = { key: KEY, ...signed, possession: SIGNATURE };
const once = () => ({ idempotencyKey: newTypeId('key') });

const MEMBERSHIP_INPUTS: Inputs = {
  addAuthenticator: () => added,
  rotateAuthenticator: () => ({ ...added, replaces: KEY }),
  revokeAuthenticator: () => ({ key: KEY, ...signed }),
  advanceClock: () => ({ seconds: 1 }),
  recognizeRegulator: () => ({ did: `did:key:${KEY}` }),
  registerOrganization: () => ({ name: 'Nobody', kind: 'REGULATOR' }),
  markNotificationsRead: () => ({ ids: [newTypeId('ntf')] }),
  applyForMembership: ({ cooperative }) => ({
    ...{ cooperative, did: `did:key:${KEY}`, attestation: {}, ...signed },
  }),
  foundCooperative: ({ cooperative }) => ({
    ...{ id: cooperative, slug: 'second', name: 'Second', mission: 'To be refused.', currency: 'EUR' },
    ...{ admission: { by: 'VOTE', issuers: [] }, foundingCharter: CHARTER, did: `did:key:${KEY}` },
    ...{ attestation: {}, ...signed },
  }),
  requestSignIn: () => ({ did: `did:key:${KEY}` }),
  refreshSession: () => ({ refreshToken: 'A'.repeat(43) }),
  setDisplayName: ({ cooperative }) => ({ cooperative, displayName: 'Somebody', shared: false }),
  admitMember: ({ memberOfIt }) => ({ member: memberOfIt }),
  admitMembers: ({ cooperative, memberOfIt }) => ({ cooperative, members: [memberOfIt] }),
  rejectApplication: ({ memberOfIt }) => ({ member: memberOfIt, reason: 'none' }),
  suspendMember: ({ steward }) => ({ member: steward, reason: 'none' }),
  // It has lapsed.
  confirmSuspension: ({ suspension }) => ({ suspension }),
  // Signed by nobody who holds that key.
  requestRecovery: ({ cooperative }) => ({ cooperative, did: `did:key:${KEY}`, key: KEY, ...signed }),
  // It has lapsed.
  confirmRecovery: ({ recovery }) => ({ recovery }),
  rejectRecovery: ({ recovery }) => ({ recovery }),
  vetoRecovery: ({ recovery }) => ({ recovery, ...signed }),
  reinstateMember: ({ memberOfIt }) => ({ member: memberOfIt }),
  grantRole: ({ memberOfIt }) => ({ member: memberOfIt, role: 'STEWARD', until: null }),
  revokeRole: ({ memberOfIt }) => ({ member: memberOfIt, role: 'AUDITOR' }),
};

const GOVERNANCE_INPUTS: Inputs = {
  castBallot: ({ resolution }) => ({
    ...{ proposal: resolution, choices: [newTypeId('opt')], effectDigest: DIGEST, ...signed, ...once() },
  }),
  submitProposal: ({ cooperative }) => ({
    ...{ cooperative, kind: 'CHARTER_AMENDMENT', title: 'Nothing', body: 'Nothing.', baseVersion: 99 },
    amendment: { terms: CHARTER },
  }),
  // Its proposer is a steward, and an election is not a steward's to stop.
  cancelProposal: ({ election }) => ({ proposal: election, reason: 'none' }),
  delegateVote: ({ cooperative, memberOfIt }) => ({ cooperative, to: memberOfIt, topic: null, ...signed }),
  revokeDelegation: ({ delegation }) => ({ delegation, ...signed }),
};

const DATA_INPUTS: Inputs = {
  submitComputeJob: ({ licence }) => ({ licence, spec: {}, ...once() }),
  cancelComputeJob: ({ job }) => ({ job }),
  publishDataset: ({ cooperative }) => ({
    ...{ cooperative, title: '', description: '', keywords: [], themes: [], columns: [] },
    rowsPerMemberMax: 0,
  }),
  publishOffer: ({ dataset }) => ({ dataset, terms: TERMS }),
  requestLicence: ({ dataset, offer }) => ({ dataset, purpose: 'dpv:Marketing', offer, ...once() }),
  counterOffer: ({ licence }) => ({ licence, terms: TERMS, ...once() }),
  acceptOffer: ({ licence }) => ({
    ...{ licence, offerDigest: DIGEST, decideBy: PAST, ...signed, ...once() },
  }),
  verifyAgreement: ({ licence }) => ({ licence, agreementDigest: DIGEST, ...signed, ...once() }),
  terminateLicence: ({ licence }) => ({ licence, reason: 'none' }),
  exportMyData: ({ cooperative }) => ({ cooperative }),
  contribute: ({ dataset }) => ({
    ...{ dataset, ciphertext: 'AA==', cid: cidOf(new Uint8Array([1])) },
    ...{ sealedKey: 'AA', recordCount: 1, ...once() },
  }),
  withdrawContribution: ({ contribution }) => ({ contribution }),
  grantConsent: ({ dataset }) => ({
    ...{ id: newTypeId('cns'), dataset, purposes: ['dpv:Marketing'], categories: [], recipients: ['BUYER'] },
    ...{ expiresAt: PAST, keyVersion: 1, wrap: 'A'.repeat(107), ...signed },
  }),
  withdrawConsent: ({ consent }) => ({ consent, ...signed }),
};

const PAYOUTS_INPUTS: Inputs = {
  recordCost: ({ cooperative }) => ({
    ...{ cooperative, description: 'Nothing', amountMinor: '1', currency: 'XXX' },
    ...{ receiptDigest: DIGEST, ...once() },
  }),
  approveCost: ({ cost }) => ({ cost, ...once() }),
  reverseCost: ({ cost }) => ({ cost, reason: '', ...once() }),
  claimUnclaimed: ({ cooperative }) => ({ cooperative, ...once() }),
  closePeriod: ({ cooperative }) => ({ cooperative, from: PAST, until: PAST, ...once() }),
  payInvoice: ({ invoice }) => ({ invoice, ...once() }),
  issueCreditNote: ({ invoice }) => ({ invoice, amountMinor: MUCH, reason: 'none', ...once() }),
  retryRefund: ({ refund }) => ({ refund, ...once() }),
  prepayJobFees: ({ cooperative }) => ({ cooperative, amountMinor: '1', currency: 'XXX', ...once() }),
  withdrawPrepayment: ({ cooperative }) => ({ cooperative, ...once() }),
  withdrawBalance: ({ cooperative }) => ({
    ...{ cooperative, amountMinor: MUCH, destination: 'default', ...signed, ...once() },
  }),
  removePayoutDestination: ({ cooperative }) => ({ cooperative, digest: 'none', ...once() }),
  stake: ({ cooperative }) => ({ cooperative, amountMinor: MUCH, ...once() }),
  unstake: ({ cooperative }) => ({ cooperative, amountMinor: MUCH, ...once() }),
};

/** What cannot be undone, and is tried when all else has been. */
const LAST_INPUTS: Inputs = {
  exitCooperative: ({ cooperative }) => ({ cooperative, nonce: newTypeId('key'), ...signed }),
  eraseMyData: ({ cooperative }) => ({ cooperative, nonce: newTypeId('key'), ...signed }),
};

export const LAST = Object.keys(LAST_INPUTS);

export const INPUTS: Inputs = {
  ...MEMBERSHIP_INPUTS,
  ...GOVERNANCE_INPUTS,
  ...DATA_INPUTS,
  ...PAYOUTS_INPUTS,
  ...LAST_INPUTS,
};

/** Types that only the answer to a mutation holds, by service and name. */
export const PAYLOADS: Readonly<Record<string, string>> = {
  'membership SignInChallenge': 'requestSignIn',
  'membership Session': 'signIn',
  'membership SignedOut': 'signOut',
  'membership RegulatorRecognition': 'recognizeRegulator',
  'data DataExport': 'exportMyData',
  'data DataErasure': 'eraseMyData',
  'payouts UnclaimedClaim': 'claimUnclaimed',
};

/** The input for a mutation; the two that take what others have just given ask for it first. */
export async function inputFor(
  world: PolicyWorld,
  mutation: string,
  { viewer, standIn }: Pick<Asking, 'viewer' | 'standIn'>,
): Promise<object> {
  const name = nameOf(world.people, viewer, standIn) ?? '';
  // What its answer holds is seen by whoever has had themselves erased.
  if (mutation === 'eraseMyData' && name !== '') {
    return erasureBy(findPerson(world.people.wallets, name), world.own.cooperative!).input as object;
  }
  const given = INPUTS[mutation]?.(world.own);
  if (given) return given;
  if (mutation === 'signIn') return answeredChallenge(world);
  if (mutation !== 'signOut') throw new Error(`no input for ${mutation}: add one to policyMutations.ts`);
  const { refreshToken } = await newSession(world);
  return { refreshToken, everywhere: false };
}

export function inputTypeOf(mutation: string): string {
  // The one whose name does not follow from its field's.
  const name = mutation === 'unstake' ? 'stake' : mutation;
  return `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
}
