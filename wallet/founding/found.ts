import { foundingBy } from '../actions/joining.js';
import type { GraphQLClient } from '../client/graphqlClient.js';
import { performAll } from '../client/mutation.js';
import type { SecuredCredential } from '../credentials/dataIntegrity.js';
import { newTypeId } from '../encoding/typeId.js';
import { CLOCK, COOPERATIVE } from '../operations/membership.js';
import type { CharterTerms } from './charterTerms.js';
import type { FoundingFolder } from './folder.js';
import { readKeys } from './keys.js';

export const CHARTER_FILE = 'charter.json';
const COOPERATIVE_FILE = 'cooperative.json';

/** An attestation must be past for the server, whose clock may be behind ours. */
const ATTESTED_BEFORE_MS = 60_000;

export interface Names {
  readonly slug: string;
  readonly name: string;
  readonly mission: string;
  /** How the founder wants to be called. */
  readonly founder: string;
}

interface Chosen {
  readonly id: string;
  readonly slug: string;
}

/**
 * Founds a co-op on the folder's charter. The id is written down before it is sent, so that a founding whose answer was
 * lost is the same one when it is tried again.
 *
 * @returns the id, and whether the co-op had been founded before.
 * @throws RequestRefused with the server's reason; Error for a folder that serves another co-op.
 */
export async function found(
  client: GraphQLClient,
  folder: FoundingFolder,
  names: Names,
): Promise<{ id: string; before: boolean }> {
  const { issuer, founder } = readKeys(folder);
  const charter = folder.readJson(CHARTER_FILE) as CharterTerms;
  const { id } = chosenAs(folder, names.slug);
  const { cooperative } = await client.execute<{ cooperative: { id: string } | null }>(COOPERATIVE, {
    slug: names.slug,
  });
  if (cooperative?.id === id) return { id, before: true };
  const key = founder.signingKey(names.slug);
  const attestation = issuer.attest('the founder', key.did, id, await instantBefore(client));
  const currency = charter.revenuePolicy.currency;
  const { founder: displayName, ...rest } = names;
  await performAll(client, [foundingBy(key, { id, ...rest, currency, charter, displayName, attestation })]);
  return { id, before: false };
}

/**
 * Attests that one human stands behind a DID of an applicant to the folder's co-op.
 *
 * @param person - how the issuer knows them: the same for one human, whatever DID they come with; it goes nowhere.
 */
export async function attest(
  client: GraphQLClient,
  folder: FoundingFolder,
  { person, did }: { person: string; did: string },
): Promise<SecuredCredential> {
  const { id } = chosen(folder);
  return readKeys(folder).issuer.attest(person, did, id, await instantBefore(client));
}

/** The co-op that the folder serves. @throws Error before it is founded. */
export function chosen(folder: FoundingFolder): Chosen {
  return folder.readJson(COOPERATIVE_FILE) as Chosen;
}

function chosenAs(folder: FoundingFolder, slug: string): Chosen {
  if (folder.find(COOPERATIVE_FILE) === undefined) {
    folder.write(COOPERATIVE_FILE, `${JSON.stringify({ id: newTypeId('coop'), slug })}\n`);
  }
  const kept = chosen(folder);
  if (kept.slug === slug) return kept;
  throw new Error(
    `${folder.pathOf(COOPERATIVE_FILE)} is of ${kept.slug}: take a folder of its own for ${slug}.`,
  );
}

async function instantBefore(client: GraphQLClient): Promise<string> {
  const { clock } = await client.execute<{ clock: { now: string } }>(CLOCK);
  return new Date(Date.parse(clock.now) - ATTESTED_BEFORE_MS).toISOString();
}
