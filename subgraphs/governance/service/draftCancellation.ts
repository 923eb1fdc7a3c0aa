import type { DecisionRuleTerms } from '../../kit/contracts/charterTerms.js';
import type { EffectOf } from '../../kit/contracts/effects.js';
import { isId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import { cancellationRule, requireCancellable } from '../domain/cancellation.js';
import type { Charter } from '../domain/charter.js';
import { ERRORS } from '../domain/errors.js';
import { holdProposal, wasChallenged } from '../store/proposalStore.js';

export interface DraftedCancellation {
  readonly effect: EffectOf<'CANCELLATION'>;
  readonly rule: DecisionRuleTerms;
  /** When the decision takes effect: a vote that would end later never opens. */
  readonly decideBy: Date;
}

/**
 * The question whether to take a decision back, which is held meanwhile: it is asked once.
 *
 * @throws EFFECT_INVALID, NOT_FOUND, PROPOSAL_NOT_CANCELLABLE, in this order.
 */
export async function draftCancellation(
  tx: Tx,
  charter: Charter,
  given: Record<string, unknown>,
): Promise<DraftedCancellation> {
  const { proposal: id } = given;
  if (!isId('prp', id)) throw ERRORS.EFFECT_INVALID.raise('A cancellation names the proposal.', {});
  const { cooperative, terms } = charter;
  const target = await holdProposal(tx, cooperative, id, 'UPDATE');
  if (!target) throw COMMON.NOT_FOUND.raise('There is no such proposal.', { id });
  const rule = cancellationRule(terms, target);
  requireCancellable(target, await wasChallenged(tx, cooperative, id), rule, tx.now);
  const effect = { kind: 'CANCELLATION', proposal: id, effectDigest: target.effectDigest } as const;
  return { effect, rule, decideBy: target.enactableAt! };
}
