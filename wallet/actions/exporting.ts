import type { GraphQLClient } from '../client/graphqlClient.js';
import { perform } from '../client/mutation.js';
import type { Json } from '../encoding/canonical.js';
import { WalletError } from '../errors.js';
import {
  exportMyData,
  GOVERNANCE_RECORDS,
  MEMBERSHIP_RECORDS,
  OWN_TRAIL,
  PAYOUTS_RECORDS,
  WHOSE,
  type HeldRecords,
  type JournalEntry,
} from '../operations/exporting.js';
import { crateMetadata, METADATA, type Crate, type Omission } from '../vault/crate.js';

/** Pages of one part: more than a lifetime fills, so that a server which never comes to an end is left. */
const PAGES_MAX = 10_000;

/** Parts of a crate: lists by path, such as `governance/ballots.json`. */
type Lists = Map<string, Json[]>;

/**
 * Collects all that a co-op's four services hold of the viewer, and every journal entry about them, as one RO-Crate.
 *
 * @param whose - the membership.
 * @returns files by path; `ro-crate-metadata.json` lists them, and says what is left out.
 * @throws EXPORT_INVALID when a part never ends; RequestRefused.
 */
export async function exportEverything(
  client: GraphQLClient,
  whose: { readonly cooperative: string; readonly member: string },
): Promise<Crate> {
  const lists: Lists = new Map();
  const omissions: Omission[] = [];
  await collectData(client, whose.cooperative, lists, omissions);
  const services = {
    membership: MEMBERSHIP_RECORDS,
    governance: GOVERNANCE_RECORDS,
    payouts: PAYOUTS_RECORDS,
  };
  for (const [service, document] of Object.entries(services)) {
    await collectHeld(client, { service, document, member: whose.member }, lists, omissions);
  }
  await collectTrail(client, whose, lists);
  const facts = await client.execute<Facts>(WHOSE, whose);
  const metadata = crateMetadata({
    cooperative: facts.cooperative.did,
    cooperativeName: facts.cooperative.name,
    member: facts.member.did,
    exportedAt: facts.clock.now,
    files: [...lists.keys()],
    omissions,
  });
  return new Map<string, Json>([[METADATA, metadata], ...lists]);
}

interface Facts {
  readonly clock: { readonly now: string };
  readonly cooperative: { readonly did: string; readonly name: string };
  readonly member: { readonly did: string };
}

function collectData(client: GraphQLClient, cooperative: string, lists: Lists, omissions: Omission[]) {
  return eachPage('data', async (after) => {
    const { bundle, next } = await perform(client, exportMyData, { cooperative, after });
    for (const [name, list] of Object.entries(bundle)) {
      if (Array.isArray(list)) add(lists, `data/${name}.json`, list as Json[]);
    }
    if (after === null) {
      for (const [where, reason] of Object.entries(bundle.omitted as Record<string, string>)) {
        omissions.push({ where: `data/${where}`, reason });
      }
    }
    return next;
  });
}

function collectHeld(
  client: GraphQLClient,
  of: { service: string; document: string; member: string },
  lists: Lists,
  omissions: Omission[],
) {
  return eachPage(of.service, async (after) => {
    const { member } = await client.execute<{ member: { held: HeldRecords } }>(of.document, {
      member: of.member,
      after,
    });
    const { records, next, omitted } = member.held;
    for (const { kind, record } of records) add(lists, `${of.service}/${kind}.json`, [record]);
    if (after === null) {
      for (const { where, reason } of omitted) omissions.push({ where: `${of.service}/${where}`, reason });
    }
    return next;
  });
}

function collectTrail(
  client: GraphQLClient,
  { cooperative, member }: { cooperative: string; member: string },
  lists: Lists,
) {
  return eachPage('journal', async (after) => {
    const { auditTrail } = await client.execute<{
      auditTrail: { nodes: JournalEntry[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    }>(OWN_TRAIL, { cooperative, subject: member, after });
    add(lists, 'journal/entries.json', auditTrail.nodes);
    return auditTrail.pageInfo.hasNextPage ? auditTrail.pageInfo.endCursor : null;
  });
}

/** @param read - reads the page after that cursor, and gives the cursor of the next one. */
async function eachPage(part: string, read: (after: string | null) => Promise<string | null>): Promise<void> {
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const next: string | null = await read(after);
    if (next === null) return;
    if (next === after) break;
    after = next;
  }
  throw new WalletError('EXPORT_INVALID', `What ${part} holds never came to an end.`);
}

function add(lists: Lists, path: string, records: readonly Json[]): void {
  lists.set(path, [...(lists.get(path) ?? []), ...records]);
}
