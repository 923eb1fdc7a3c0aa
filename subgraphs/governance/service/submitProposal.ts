import type { DecisionRuleTerms } from '../../kit/contracts/charterTerms.js';
import { powersOf } from '../../kit/contracts/powers.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { requireLivable, ruleFor } from '../domain/charter.js';
import type { Charter } from '../domain/charter.js';
import { effectSchema } from '../../kit/contracts/effects.js';
import { isSubmittable } from '../domain/effect.js';
import type { Effect } from '../../kit/contracts/effects.js';
import { ERRORS } from '../domain/errors.js';
import type { Proposal } from '../domain/proposal.js';
import { isFinal, stateOf } from '../domain/proposalState.js';
import { currentCharter } from '../store/charterStore.js';
import { lastAppeal, undecidedCount } from '../store/proposalStore.js';
import { admittedAmong } from '../store/standingStore.js';
import { draftCancellation } from './draftCancellation.js';
import { fileProposal, newProposal } from './draftProposal.js';

export interface SubmitProposal {
  cooperative: string;
  title: string;
  body: string;
  kind: string;
  /** The effect without `kind` and `baseVersion`, as it was sent. */
  effect: Record<string, unknown>;
}

const TITLE_LENGTH_MAX = 200;
const BODY_LENGTH_MAX = 20_000;
/** Each open proposal asks every member for attention; ten of one member's at a time are plenty. */
const UNDECIDED_MAX = 10;
const APPEAL_EVERY_MS = 30 * 86_400_000;

/**
 * Puts a question to the members: an amendment, a revenue policy, an election, a resolution, whether to take back a
 * decision that is not enacted yet, or whether to suspend a member. A suspended member asks one thing: to be reinstated.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, KIND_NOT_SUBMITTABLE, KIND_NOT_IN_CHARTER, EFFECT_INVALID,
 *   PROPOSAL_NOT_CANCELLABLE, APPEAL_LIMIT, PROPOSAL_LIMIT_REACHED
 */
export function submitProposal(store: Store) {
  return async (viewer: Viewer, input: SubmitProposal): Promise<Proposal> => {
    const member = await proposerOf(viewer, input);
    const title = requireText('title', input.title, TITLE_LENGTH_MAX);
    const body = requireText('body', input.body, BODY_LENGTH_MAX);
    if (!isSubmittable(input.kind)) {
      throw ERRORS.KIND_NOT_SUBMITTABLE.raise('Members cannot submit proposals of this kind.', {
        kind: input.kind,
      });
    }
    return store.transaction({ cooperative: input.cooperative }, async (tx) => {
      const charter = await currentCharter(tx, input.cooperative);
      if (!charter)
        throw COMMON.PROJECTION_BEHIND.raise('The charter of this co-op has not arrived here yet.');
      const { effect, rule, decideBy } = await question(tx, input, charter, member);
      if (effect.kind === 'REINSTATEMENT') await requireAppealable(tx, member, tx.now);
      if ((await undecidedCount(tx, input.cooperative, member.memberId)) >= UNDECIDED_MAX) {
        throw ERRORS.PROPOSAL_LIMIT_REACHED.raise('Wait until some of your proposals are decided.', {
          undecidedMax: UNDECIDED_MAX,
        });
      }
      const { cooperative } = input;
      const draft = { cooperative, title, body, proposer: member.memberId, effect, decideBy };
      const proposal = newProposal(draft, charter, rule, tx.now);
      await fileProposal(tx, proposal, { actorRole: 'MEMBER', actor: member.did });
      return proposal;
    });
  };
}

/** An admitted member; of an appeal, the suspended member themselves. @throws UNAUTHENTICATED, FORBIDDEN */
async function proposerOf(viewer: Viewer, { cooperative, kind }: SubmitProposal): Promise<Standing> {
  if (kind !== 'REINSTATEMENT') return viewer.requireMember(cooperative);
  viewer.requireDid();
  const own = await viewer.memberIn(cooperative);
  if (own?.standing === 'SUSPENDED') return own;
  throw COMMON.FORBIDDEN.raise('Only a suspended member appeals.', { cooperative });
}

/** One appeal at a time, and a month between two: each asks every member for attention. @throws APPEAL_LIMIT */
async function requireAppealable(tx: Tx, { cooperativeId, memberId }: Standing, now: Date): Promise<void> {
  const last = await lastAppeal(tx, cooperativeId, memberId);
  if (!last) return;
  const again = new Date(last.submittedAt.getTime() + APPEAL_EVERY_MS);
  if (isFinal(stateOf(last)) && now >= again) return;
  throw ERRORS.APPEAL_LIMIT.raise('You have appealed already.', { again: again.toISOString() });
}

/** What would be done, and how it is decided. */
async function question(
  tx: Tx,
  input: SubmitProposal,
  charter: Charter,
  proposer: Standing,
): Promise<{ effect: Effect; rule: DecisionRuleTerms; decideBy: Date | null }> {
  if (input.kind === 'CANCELLATION') return draftCancellation(tx, charter, input.effect);
  const effect = readEffect(input, charter, proposer);
  const rule = ruleFor(charter.terms, effect.kind);
  if (!rule) throw ERRORS.KIND_NOT_IN_CHARTER.raise('The charter does not say how to decide this.');
  await requireFeasible(tx, effect, charter);
  return { effect, rule, decideBy: null };
}

function readEffect({ kind, effect }: SubmitProposal, charter: Charter, { memberId }: Standing): Effect {
  const amends = kind === 'CHARTER_AMENDMENT' || kind === 'REVENUE_POLICY';
  const read = effectSchema.safeParse({
    kind,
    ...(amends && { baseVersion: charter.version }),
    ...effect,
    // Nobody appeals for another.
    ...(kind === 'REINSTATEMENT' && { member: memberId }),
  });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw ERRORS.EFFECT_INVALID.raise(issue?.message ?? 'The effect is not of its form.', {
    at: issue?.path.join('.') ?? '',
  });
}

async function requireFeasible(tx: Tx, effect: Effect, charter: Charter): Promise<void> {
  if (effect.kind === 'CHARTER_AMENDMENT' || effect.kind === 'REVENUE_POLICY') {
    const { terms, version } = charter;
    if (effect.baseVersion !== version) {
      throw ERRORS.EFFECT_INVALID.raise('The charter has changed since this was written.', { version });
    }
    const next =
      effect.kind === 'CHARTER_AMENDMENT' ? effect.terms : { ...terms, revenuePolicy: effect.policy };
    requireLivable(next, terms);
  }
  if (effect.kind === 'SUSPENSION') {
    const { suspensionDaysMax: daysMax } = powersOf(charter.terms);
    if (effect.days > daysMax) {
      throw ERRORS.EFFECT_INVALID.raise('The charter does not let a suspension last so long.', { daysMax });
    }
    const admitted = await admittedAmong(tx, charter.cooperative, [effect.member]);
    if (!admitted.has(effect.member)) throw ERRORS.EFFECT_INVALID.raise('This is no admitted member.');
  }
  if (effect.kind === 'ELECTION') {
    const admitted = await admittedAmong(tx, charter.cooperative, effect.candidates);
    const stranger = effect.candidates.find((candidate) => !admitted.has(candidate));
    if (stranger)
      throw ERRORS.EFFECT_INVALID.raise('Only admitted members can stand.', { candidate: stranger });
  }
}

function requireText(field: string, text: string, lengthMax: number): string {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= lengthMax) return trimmed;
  throw COMMON.BAD_USER_INPUT.raise(`The ${field} has 1 to ${lengthMax} characters.`, { field, lengthMax });
}
