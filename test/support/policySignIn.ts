import { perform } from '../../wallet/client/mutation.js';
import { answerChallenge } from '../../wallet/client/session.js';
import { requestSignIn, signIn } from '../../wallet/operations/signIn.js';
import type { Tokens } from '../../wallet/operations/signIn.js';
import type { PolicyWorld } from './policyWorld.js';

/** What the regulator sends to sign in. */
export async function answeredChallenge({ people }: Pick<PolicyWorld, 'people'>) {
  const key = people.wallets.organization('data.protection.office');
  return answerChallenge(key, await perform(people.anyone, requestSignIn, { did: key.did }));
}

/** A session of the regulator's, of its own. */
export async function newSession(world: Pick<PolicyWorld, 'people'>): Promise<Tokens> {
  return perform(world.people.anyone, signIn, await answeredChallenge(world));
}
