import { z } from 'zod';
import { keyOfDid } from '../../kit/domain/didKey.js';
import { newId } from '../../kit/domain/ids.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import { activeKeys } from '../domain/authenticators.js';
import { ERRORS } from '../domain/errors.js';
import { SESSION_LIFE_MS } from '../domain/session.js';
import { openChallenge } from '../domain/signInChallenge.js';
import { signInStatement } from '../domain/statements.js';
import { authenticatorsOf } from '../store/authenticatorStore.js';
import { insertSession, spendNonce } from '../store/sessionStore.js';
import { did as didForm, publicKey, readInput, signature as signatureForm } from './input.js';
import { issueTokens, sha256 } from './issueTokens.js';
import type { Tokens } from './issueTokens.js';
import type { MembershipPorts } from './ports.js';

const NONCE_CHARACTERS_MAX = 200;

const inputSchema = z.object({
  did: didForm,
  nonce: z.string().max(NONCE_CHARACTERS_MAX),
  signature: signatureForm,
  key: publicKey.nullish(),
});

/**
 * Begins a session for whoever signed the nonce with an active authenticator of the DID. A DID that stands for
 * nobody yet has the one key that it names.
 *
 * @throws BAD_USER_INPUT, CHALLENGE_INVALID, CHALLENGE_EXPIRED, SIGNATURE_INVALID, CHALLENGE_ALREADY_USED, in this order.
 */
export function signIn({
  store,
  tokens,
  challengeSecret,
}: Pick<MembershipPorts, 'store' | 'tokens' | 'challengeSecret'>) {
  return async (given: z.input<typeof inputSchema>): Promise<Tokens> => {
    const { did, nonce, signature, key } = readInput(inputSchema, given);
    const now = new Date();
    const expiresAt = openChallenge(challengeSecret(), did, nonce, now);
    const statement = signInStatement(tokens.audience, did, nonce, expiresAt.toISOString());
    return store.transaction({ viewer: did }, async (tx) => {
      const known = await authenticatorsOf(tx, did);
      const keys = known.length > 0 ? activeKeys(known) : [keyOfDid(did)];
      const signedBy = requireSignature({ did, keys }, statement, { signature, key });
      if (!(await spendNonce(tx, sha256(nonce), expiresAt))) {
        throw ERRORS.CHALLENGE_ALREADY_USED.raise('This nonce has been used.');
      }
      const ends = new Date(now.getTime() + SESSION_LIFE_MS);
      const session = { id: newId('ses'), did, key: signedBy, expiresAt: ends, endedAt: null };
      await insertSession(tx, session, now);
      return issueTokens(tokens, tx, session, now);
    });
  };
}
