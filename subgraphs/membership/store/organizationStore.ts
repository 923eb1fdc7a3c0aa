import { In } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Organization } from '../domain/organization.js';
import { OrganizationRow, RecognizedRegulatorRow, toOrganization } from './organizationRow.js';

export async function insertOrganization(tx: Tx, organization: Organization): Promise<void> {
  await tx.manager.insert(OrganizationRow, organization);
}

export async function findOrganizations(tx: Tx, ids: readonly string[]): Promise<Organization[]> {
  return (await tx.manager.findBy(OrganizationRow, { id: In([...ids]) })).map(toOrganization);
}

export async function findOrganizationByDid(tx: Tx, did: string): Promise<Organization | null> {
  const row = await tx.manager.findOneBy(OrganizationRow, { did });
  return row && toOrganization(row);
}

/** Lists a DID as a regulator's. @returns since when it has been listed, and whether it was not before. */
export async function recognize(tx: Tx, did: string): Promise<{ recognizedAt: Date; fresh: boolean }> {
  const written = await tx.query(
    'insert into recognized_regulator (did, recognized_at) values ($1, $2) on conflict (did) do nothing returning did',
    [did, tx.now],
  );
  const { recognizedAt } = await tx.manager.findOneByOrFail(RecognizedRegulatorRow, { did });
  return { recognizedAt, fresh: written.length === 1 };
}

export function isRecognized(tx: Tx, did: string): Promise<boolean> {
  return tx.manager.existsBy(RecognizedRegulatorRow, { did });
}
