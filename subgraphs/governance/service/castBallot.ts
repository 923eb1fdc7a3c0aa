import { randomBytes } from 'node:crypto';
import { BallotCast } from '../../kit/contracts/entries/governance.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { ballotCommitment, ballotStatement } from '../domain/ballot.js';
import { ERRORS } from '../domain/errors.js';
import { requireChoices } from '../domain/options.js';
import { requireOpen } from '../domain/proposal.js';
import { insertBallot } from '../store/ballotStore.js';
import { findElector } from '../store/electorStore.js';
import { holdProposal } from '../store/proposalStore.js';
import { findReceipt } from '../store/receiptStore.js';
import type { BallotReceipt } from '../store/receiptStore.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';

export interface CastBallot extends Signed {
  proposal: string;
  /** Ids of the chosen options, in the order in which they were signed. */
  choices: string[];
  /** Digest of the effect that the voter has seen. */
  effectDigest: string;
  idempotencyKey: string;
}

const SALT_BYTES = 16;

/**
 * Takes a member's ballot: one a member, final, and known to nobody but the voter until the count.
 *
 * @throws NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, PROPOSAL_NOT_OPEN, NOT_IN_ELECTORATE,
 *   EFFECT_DIGEST_MISMATCH, CHOICES_INVALID, SIGNATURE_INVALID, BALLOT_ALREADY_CAST, in this order.
 */
export function castBallot(store: Store) {
  return async (viewer: Viewer, input: CastBallot): Promise<BallotReceipt> => {
    const cooperative = await store.home(requireId('prp', input.proposal));
    const voter = await viewer.requireMember(cooperative);
    const { idempotencyKey: key, proposal, choices, effectDigest, signature } = input;
    const operation = {
      actor: voter.did,
      operation: 'castBallot',
      key,
      input: { proposal, choices, effectDigest, signature, key: input.key ?? null },
    };
    return store.transaction({ cooperative }, async (tx) => {
      const ballot = await idempotent(tx, operation, () => writeBallot(tx, voter, input));
      return findReceipt(tx, cooperative, voter.memberId, ballot);
    });
  };
}

async function writeBallot(tx: Tx, voter: Standing, input: CastBallot): Promise<string> {
  const { cooperativeId, memberId, did } = voter;
  // Shared with other voters; whoever counts takes it alone, so a ballot is in the count or refused.
  const proposal = await holdProposal(tx, cooperativeId, input.proposal, 'SHARE');
  if (!proposal) throw COMMON.NOT_FOUND.raise('There is no such proposal.', { id: input.proposal });
  requireOpen(proposal, tx.now);
  const elector = await findElector(tx, cooperativeId, proposal.id, memberId);
  if (!elector) {
    throw ERRORS.NOT_IN_ELECTORATE.raise('You were not a member with a vote when this proposal opened.', {
      proposalId: proposal.id,
    });
  }
  if (input.effectDigest !== proposal.effectDigest) {
    throw ERRORS.EFFECT_DIGEST_MISMATCH.raise('This ballot was made for another effect.', {
      effectDigest: proposal.effectDigest,
    });
  }
  requireChoices(proposal.rule.method, proposal.options, input.choices);
  const statement = ballotStatement(proposal.id, input.effectDigest, input.choices, did);
  const signingKey = requireSignature(voter, statement, input);
  const salt = randomBytes(SALT_BYTES).toString('hex');
  const commitment = ballotCommitment(statement, input.signature, salt);
  const written = { proposalId: proposal.id, place: elector.place, id: newId('blt'), choices: input.choices };
  const evidence = { commitment, castAt: tx.now, signature: input.signature, signingKey, salt };
  if (!(await insertBallot(tx, { cooperativeId, ...written, ...evidence }))) {
    throw ERRORS.BALLOT_ALREADY_CAST.raise('You have already voted on this proposal.', {
      proposalId: proposal.id,
    });
  }
  await tx.register(written.id, cooperativeId);
  // Stewards and auditors may open this entry: it says that somebody voted, and never what.
  tx.append(BallotCast, {
    cooperative: cooperativeId,
    actorRole: 'MEMBER',
    actor: did,
    subject: memberId,
    public: { ballot: commitment },
    private: { proposal: proposal.id, ballot: written.id, voter: memberId },
  });
  return written.id;
}
