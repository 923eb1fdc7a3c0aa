import { perform } from '../../wallet/client/mutation.js';
import { answerChallenge } from '../../wallet/client/session.js';
import { findPerson } from '../../wallet/demo/people.js';
import { requestSignIn, signIn } from '../../wallet/operations/signIn.js';
import type { Tokens } from '../../wallet/operations/signIn.js';
import type { PolicyWorld } from './policyWorld.js';

const REGULATOR = 'data.protection.office';

/** What somebody sends to sign in; the regulator by default. */
export async function answeredChallenge({ people }: Pick<PolicyWorld, 'people'>, name = REGULATOR) {
  const key = findPerson(people.wallets, name);
  return answerChallenge(key, await perform(people.anyone, requestSignIn, { did: key.did }));
}

/** A session of its own. @param name - as the demo's `token --as` takes it. */
export async function newSession(world: Pick<PolicyWorld, 'people'>, name = REGULATOR): Promise<Tokens> {
  return perform(world.people.anyone, signIn, await answeredChallenge(world, name));
}
