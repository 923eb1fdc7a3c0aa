import { COMMON } from '../errors/table.js';
import type { Store } from '../store/store.js';

export type Role = 'MEMBER' | 'STEWARD' | 'AUDITOR';

/** A person's standing in one co-op, with the roles that they hold now. */
export interface Standing {
  cooperativeId: string;
  memberId: string;
  did: string;
  standing: string;
  /** Active public keys (multibase) of this member. */
  keys: string[];
  /** True of a member, also of one who is suspended or has left; not of somebody who was turned down. */
  wasAdmitted: boolean;
  /** True while the role is held and the membership admitted. */
  holds(role: Role): boolean;
}

export interface OrganizationStanding {
  id: string;
  did: string;
  name: string;
  kind: string;
  keys: string[];
}

interface StandingRow {
  cooperative_id: string;
  member_id: string;
  did: string;
  standing: string;
  roles: { role: string; from: string; until: string | null }[];
  keys: string[];
}

/**
 * Who is asking, for one request. The passport says who; what they may do is read here from this service's own
 * projection, once a request.
 */
export class Viewer {
  private standingsRead: Promise<Standing[]> | undefined;
  private organizationRead: Promise<OrganizationStanding | null> | undefined;

  constructor(
    private readonly store: Store,
    private readonly operators: readonly string[],
    readonly did: string | undefined,
    readonly sessionId: string | undefined,
  ) {}

  get isOperator(): boolean {
    return this.did !== undefined && this.operators.includes(this.did);
  }

  /** @throws UNAUTHENTICATED */
  requireDid(): string {
    if (!this.did) throw COMMON.UNAUTHENTICATED.raise('Sign in first.');
    return this.did;
  }

  standings(): Promise<Standing[]> {
    this.standingsRead ??= this.did ? readStandings(this.store, this.did) : Promise.resolve([]);
    return this.standingsRead;
  }

  async memberIn(cooperative: string): Promise<Standing | null> {
    return (await this.standings()).find((standing) => standing.cooperativeId === cooperative) ?? null;
  }

  organization(): Promise<OrganizationStanding | null> {
    this.organizationRead ??= this.did ? readOrganization(this.store, this.did) : Promise.resolve(null);
    return this.organizationRead;
  }

  /** @throws UNAUTHENTICATED, FORBIDDEN unless the viewer is an admitted member there. */
  async requireMember(cooperative: string): Promise<Standing> {
    this.requireDid();
    const standing = await this.memberIn(cooperative);
    if (!standing || standing.standing !== 'ADMITTED') {
      throw COMMON.FORBIDDEN.raise('Only admitted members of this co-op may do this.', { cooperative });
    }
    return standing;
  }

  /** @throws UNAUTHENTICATED, FORBIDDEN unless the viewer holds the role there now. */
  async requireRole(cooperative: string, role: Role): Promise<Standing> {
    const standing = await this.requireMember(cooperative);
    if (!standing.holds(role)) {
      throw COMMON.FORBIDDEN.raise(`This takes the role ${role} in this co-op.`, { cooperative, role });
    }
    return standing;
  }

  requireSteward(cooperative: string): Promise<Standing> {
    return this.requireRole(cooperative, 'STEWARD');
  }

  /** @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for an organisation (of that kind). */
  async requireOrganization(kind?: string): Promise<OrganizationStanding> {
    this.requireDid();
    const organization = await this.organization();
    if (!organization || (kind && organization.kind !== kind)) {
      throw COMMON.FORBIDDEN.raise('Only a registered organisation may do this.', kind ? { kind } : {});
    }
    return organization;
  }

  /** @throws UNAUTHENTICATED, FORBIDDEN */
  requireOperator(): string {
    const did = this.requireDid();
    if (!this.isOperator) throw COMMON.FORBIDDEN.raise('Only an operator may do this.');
    return did;
  }
}

/** One statement: the function sets the viewer's scope and reads under its policy. */
async function readStandings(store: Store, did: string): Promise<Standing[]> {
  const rows = await store.unscoped<StandingRow & { now: Date }>('select * from standings_of($1)', [did]);
  return rows.map((row) => ({
    cooperativeId: row.cooperative_id,
    memberId: row.member_id,
    did: row.did,
    standing: row.standing,
    keys: row.keys,
    wasAdmitted: row.roles.some(({ role }) => role === 'MEMBER'),
    holds: (role: Role) =>
      row.standing === 'ADMITTED' &&
      row.roles.some(
        (grant) =>
          grant.role === role &&
          new Date(grant.from) <= row.now &&
          (grant.until === null || row.now < new Date(grant.until)),
      ),
  }));
}

async function readOrganization(store: Store, did: string): Promise<OrganizationStanding | null> {
  const [row] = await store.unscoped<{
    organization_id: string;
    did: string;
    name: string;
    kind: string;
    keys: string[];
  }>('select organization_id, did, name, kind, keys from organization_projection where did = $1', [did]);
  return row
    ? { id: row.organization_id, did: row.did, name: row.name, kind: row.kind, keys: row.keys }
    : null;
}
