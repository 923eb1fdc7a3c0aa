import { z } from 'zod';

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
export const organizationSchema = z.object({
  id: z.string(),
  did: z.string(),
  name: z.string(),
  kind: z.string(),
  keys: z.array(z.string()),
});
export type OrganizationSnapshot = z.infer<typeof organizationSchema>;

/** Of one entry; whoever ends more journals more of them. */
export const ENDED_SESSIONS_MAX = 500;

/** What membership's journal says of sessions that end. */
export const endedSessionsSchema = z.object({
  ids: z.array(z.string().max(100)).max(ENDED_SESSIONS_MAX),
  /** Longer than any access token of theirs is good from now on. */
  keepSeconds: z.number().int().min(1).max(86_400),
});
export type EndedSessions = z.infer<typeof endedSessionsSchema>;
