import { licenceInWords, requireShown } from '../agreements/licenceBallot.js';
import { call } from '../client/mutation.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { castBallot, type BallotPaper } from '../operations/governance.js';

/**
 * Casts a signed ballot. Its idempotency key follows from what is voted on, so a repeat is the same ballot. A ballot is
 * signed only over an effect that is shown, and one on a licence only if the terms shown are the ones that its digests stand
 * for; `licenceInWords` gives them.
 *
 * @param choices - labels of the options chosen: `FOR`, `AGAINST`, `ABSTAIN`, or the ids of candidates.
 * @throws Error when the ballot paper has no such option, WalletError TERMS_UNPROVEN.
 */
export function ballotBy(key: SigningKey, paper: BallotPaper, choices: readonly string[]) {
  requireShown(paper.kind, paper.effect);
  if (paper.kind === 'LICENCE') licenceInWords(paper.effect);
  const chosen = choices.map((label) => {
    const option = paper.options.find((each) => each.label === label);
    if (!option) throw new Error(`"${paper.title}" has no option ${label}.`);
    return option.id;
  });
  const ballot = { proposal: paper.id, effectDigest: paper.effect.digest, choices: chosen };
  return call(castBallot, {
    ...ballot,
    ...signStatement(key, 'Ballot', { ...ballot, voter: key.did }),
    idempotencyKey: `ballot-${paper.id}`,
  });
}
