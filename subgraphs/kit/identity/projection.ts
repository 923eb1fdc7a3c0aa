import { z } from 'zod';
import { erasePrivateParts } from '../journal/erase.js';
import { endedSessionsSchema, keepEndedSessions } from '../store/endedSessions.js';
import type { Tx } from '../store/store.js';

const roleSchema = z.object({ role: z.string(), from: z.string(), until: z.string().nullable() });

/** What membership's journal says of a member whenever their standing, roles or keys change. */
export const standingSchema = z.object({
  memberId: z.string(),
  did: z.string(),
  standing: z.enum(['APPLIED', 'ADMITTED', 'SUSPENDED', 'EXITING', 'EXITED']),
  roles: z.array(roleSchema),
  keys: z.array(z.string()),
});
export type StandingSnapshot = z.infer<typeof standingSchema>;

/** What membership's journal says of an organisation. */
const organizationSchema = z.object({
  id: z.string(),
  did: z.string(),
  name: z.string(),
  kind: z.string(),
  keys: z.array(z.string()),
});
export type OrganizationSnapshot = z.infer<typeof organizationSchema>;

/**
 * Keeps a service's projection of who may act: every entry whose values carry `standing`, `organization` or
 * `endedSessions` is the newest word on it. Membership applies its own entries in the transaction that appends them; the others
 * apply them as they read the feed.
 */
export async function applyProjection(
  tx: Tx,
  cooperative: string,
  values: Record<string, unknown>,
): Promise<void> {
  if (values.standing !== undefined)
    await keepStanding(tx, cooperative, standingSchema.parse(values.standing));
  if (values.organization !== undefined)
    await keepOrganization(tx, organizationSchema.parse(values.organization));
  if (values.endedSessions !== undefined)
    await keepEndedSessions(tx, endedSessionsSchema.parse(values.endedSessions));
}

/**
 * The same in a service that follows membership's journal, where an entry may also carry `forgotten`, a member's id:
 * somebody who was erased has left. Their DID goes, and what was journalled of their leaving, which all have read.
 */
export async function followProjection(
  tx: Tx,
  cooperative: string,
  values: Record<string, unknown>,
): Promise<void> {
  await applyProjection(tx, cooperative, values);
  if (values.forgotten !== undefined) await forget(tx, cooperative, z.string().parse(values.forgotten));
}

/** Whether an entry's values say anything for the projection. */
export function isProjected(values: Record<string, unknown>): boolean {
  return ['standing', 'organization', 'forgotten', 'endedSessions'].some(
    (name) => values[name] !== undefined,
  );
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
