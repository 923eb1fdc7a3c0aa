import { z } from 'zod';
import { endedSessionsSchema, organizationSchema, standingSchema } from '../contracts/standing.js';
import type { OrganizationSnapshot, StandingSnapshot } from '../contracts/standing.js';
import { erasePrivateParts } from '../journal/erase.js';
import { keepEndedSessions } from '../store/endedSessions.js';
import type { FeedEntry } from '../journal/feed.js';
import { readValues } from '../journal/reaction.js';
import type { Tx } from '../store/tx.js';

const projectedSchema = z.object({
  standing: standingSchema.optional(),
  organization: organizationSchema.optional(),
  endedSessions: endedSessionsSchema.optional(),
  forgotten: z.string().optional(),
});
type Projected = z.infer<typeof projectedSchema>;

/**
 * Keeps a service's projection of who may act: every entry whose values carry `standing`, `organization` or
 * `endedSessions` is the newest word on it. Membership applies its own entries in the transaction that appends them; the
 * others apply them as they read the feed.
 */
export async function applyProjection(
  tx: Tx,
  cooperative: string,
  values: Record<string, unknown>,
): Promise<void> {
  await keep(tx, cooperative, projectedSchema.parse(values));
}

/**
 * The same in a service that follows membership's journal, where an entry may also carry `forgotten`, a member's id:
 * somebody who was erased has left. Their DID goes, and what was journalled of their leaving, which all have read.
 *
 * @throws EntryUnreadable
 */
export async function followProjection(tx: Tx, entry: FeedEntry): Promise<void> {
  const said = readValues(projectedSchema, entry);
  await keep(tx, entry.cooperative, said);
  if (said.forgotten !== undefined) await forget(tx, entry.cooperative, said.forgotten);
}

async function keep(
  tx: Tx,
  cooperative: string,
  { standing, organization, endedSessions }: Projected,
): Promise<void> {
  if (standing) await keepStanding(tx, cooperative, standing);
  if (organization) await keepOrganization(tx, organization);
  if (endedSessions) await keepEndedSessions(tx, endedSessions);
}

/** Whether an entry's values say anything for the projection. */
export function isProjected(values: Record<string, unknown>): boolean {
  return Object.keys(projectedSchema.shape).some((name) => values[name] !== undefined);
}

async function keepStanding(tx: Tx, cooperative: string, snapshot: StandingSnapshot): Promise<void> {
  await tx.query(
    `insert into standing (cooperative_id, member_id, did, standing, roles, keys) values ($1, $2, $3, $4, $5, $6)
     on conflict (cooperative_id, member_id) do update
       set did = excluded.did, standing = excluded.standing, roles = excluded.roles, keys = excluded.keys`,
    [
      cooperative,
      snapshot.memberId,
      snapshot.did,
      snapshot.standing,
      JSON.stringify(snapshot.roles),
      JSON.stringify(snapshot.keys),
    ],
  );
}

async function forget(tx: Tx, cooperative: string, memberId: string): Promise<void> {
  const [gone] = await tx.query<{ did: string }>(
    `with gone as (delete from standing where cooperative_id = $1 and member_id = $2 returning did)
     select did from gone`,
    [cooperative, memberId],
  );
  if (gone) await erasePrivateParts(tx, memberId, gone.did);
}

async function keepOrganization(tx: Tx, snapshot: OrganizationSnapshot): Promise<void> {
  await tx.query(
    `insert into organization_projection (organization_id, did, name, kind, keys) values ($1, $2, $3, $4, $5)
     on conflict (organization_id) do update
       set did = excluded.did, name = excluded.name, kind = excluded.kind, keys = excluded.keys`,
    [snapshot.id, snapshot.did, snapshot.name, snapshot.kind, JSON.stringify(snapshot.keys)],
  );
}
