import { GraphQLClient } from '../client/graphqlClient.js';
import { perform } from '../client/mutation.js';
import { answerChallenge } from '../client/session.js';
import { WHO_AM_I, type Known } from '../operations/membership.js';
import { requestSignIn, signIn } from '../operations/signIn.js';
import { Endpoint } from './endpoint.js';
import { findPerson } from './people.js';
import type { Wallets } from './wallets.js';

/** Which copy is meant. */
export interface Copy {
  /** Where its gateway answers. */
  readonly url: string;
  readonly dataDir: string;
}

/**
 * An access token of one of the demo's people.
 *
 * @param name - as `findPerson` takes it.
 * @throws Error in words when nothing answers there, or when a copy answers to which these people are strangers.
 */
export async function tokenOf(wallets: Wallets, name: string, { url, dataDir }: Copy): Promise<string> {
  const key = findPerson(wallets, name);
  const { anonymous } = new Endpoint(url);
  const challenge = await perform(anonymous, requestSignIn, { did: key.did }).catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`Nothing answers at ${url}. PORT says where the copy runs that is meant.`);
  });
  const { accessToken } = await perform(anonymous, signIn, answerChallenge(key, challenge));
  // Whoever has a key can sign in anywhere, as nobody in particular.
  const client = new GraphQLClient({
    url: new URL('/graphql', url).href,
    accessToken: () => Promise.resolve(accessToken),
  });
  const { viewer } = await client.execute<Known>(WHO_AM_I);
  if (!viewer.operator && viewer.organization === null && viewer.memberships.length === 0) {
    throw new Error(
      `At ${url} nobody knows ${name} of ${dataDir}: that is another copy, or its demo world is still loading. ` +
        'PORT and DATA_DIR have to be those of one copy.',
    );
  }
  return accessToken;
}
