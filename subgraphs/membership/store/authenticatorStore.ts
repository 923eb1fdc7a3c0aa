import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Authenticator, AuthenticatorId } from '../domain/authenticators.js';
import { AuthenticatorRow, toAuthenticator } from './authenticatorRow.js';

/**
 * Claims a DID for a membership or an organisation, with its own key as the first authenticator.
 *
 * @returns false if the DID stands for something already.
 */
export async function claimDid(
  tx: Tx,
  did: string,
  cooperativeId: string,
  holderId: string,
  key: string,
): Promise<boolean> {
  const claimed = await tx.query(
    `insert into principal (did, cooperative_id, holder_id) values ($1, $2, $3)
     on conflict (did) do nothing returning did`,
    [did, cooperativeId, holderId],
  );
  if (claimed.length === 0) return false;
  await insertAuthenticator(tx, cooperativeId, did, key);
  return true;
}

/** Where a DID is at home; null while it stands for nothing. */
export async function findPrincipal(
  tx: Tx,
  did: string,
): Promise<{ cooperativeId: string; holderId: string } | null> {
  const [row] = await tx.query<{ cooperativeId: string; holderId: string }>(
    'select cooperative_id as "cooperativeId", holder_id as "holderId" from principal where did = $1',
    [did],
  );
  return row ?? null;
}

export async function insertAuthenticator(
  tx: Tx,
  cooperativeId: string,
  did: string,
  key: string,
): Promise<Authenticator> {
  const made = { id: newId('aut'), key, addedAt: tx.now, revokedAt: null };
  await tx.manager.insert(AuthenticatorRow, { ...made, cooperativeId, did });
  return made;
}

export async function saveRevocation(tx: Tx, cooperativeId: string, id: AuthenticatorId): Promise<void> {
  await tx.manager.update(AuthenticatorRow, { cooperativeId, id }, { revokedAt: tx.now });
}

/** All that a DID ever had, oldest first. */
export async function authenticatorsOf(tx: Tx, did: string): Promise<Authenticator[]> {
  const rows = await tx.manager.find(AuthenticatorRow, { where: { did }, order: { id: 'ASC' } });
  return rows.map(toAuthenticator);
}

/** The same, locked, so that two at once cannot each revoke what the other leaves. */
export async function lockAuthenticators(tx: Tx, did: string): Promise<Authenticator[]> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [did]);
  return authenticatorsOf(tx, did);
}
