import type { GraphQLClient } from '../client/graphqlClient.js';
import { perform } from '../client/mutation.js';
import { answerChallenge } from '../client/session.js';
import type { SigningKey } from '../keys/signingKey.js';
import { requestSignIn, signIn } from '../operations/signIn.js';
import { chosen } from './found.js';
import type { FoundingFolder } from './folder.js';
import { readKeys } from './keys.js';

const KEYS: Readonly<Record<string, (folder: FoundingFolder) => SigningKey>> = {
  operator: (folder) => readKeys(folder).operator,
  founder: (folder) => readKeys(folder).founder.signingKey(chosen(folder).slug),
};

/**
 * Signs in as somebody whose secret lies in the folder.
 *
 * @param who - `operator` or `founder`.
 * @returns an access token.
 * @throws Error for anybody else, or where the co-op of the founder is not founded; RequestRefused.
 */
export async function tokenOf(client: GraphQLClient, folder: FoundingFolder, who: string): Promise<string> {
  const find = Object.hasOwn(KEYS, who) ? KEYS[who] : undefined;
  if (!find) throw new Error(`--as is one of ${Object.keys(KEYS).join(', ')}.`);
  const key = find(folder);
  const challenge = await perform(client, requestSignIn, { did: key.did });
  const { accessToken } = await perform(client, signIn, answerChallenge(key, challenge));
  return accessToken;
}
