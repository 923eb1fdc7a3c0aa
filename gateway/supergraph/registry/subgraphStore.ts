import type { DataSource, EntityManager } from 'typeorm';
import type { PartnerName } from '../partner/partnerSchema.js';

export interface Partner extends PartnerName {
  url: string;
  /** Whether it is told a pseudonym of the viewer, its own for each partner. */
  tellsPseudonym: boolean;
}

/** A partner with the schema that it has published, if any. */
export interface PartnerEntry extends Partner {
  sdl: string | null;
  publishedAt: Date | null;
}

/** One of the subgraphs of a generation. */
export interface Member {
  name: string;
  /** SHA-256 of its SDL, in hexadecimal. */
  digest: string;
  /** Of a partner as it was then; absent for a service of this installation. */
  partner?: Partner;
  /** It did not compose with the others any more. */
  leftOut?: boolean;
}

export interface StoredSupergraph {
  generation: number;
  sdl: string;
  apiSdl: string;
  members: readonly Member[];
}

/** A change of what one partner offers: a schema, or none any more. */
export interface SchemaChange {
  partner: string;
  sdl: string | null;
  by: string;
}

export interface SubgraphStore {
  partners(): Promise<PartnerEntry[]>;
  /** @returns false if the name or the prefix is another's. The URL and the pseudonym may be changed. */
  register(partner: Partner, by: string): Promise<boolean>;
  addToken(token: { tokenId: string; hash: Buffer; partner: string; lifeDays: number }): Promise<void>;
  /** @returns whether there was such a token. */
  revokeToken(tokenId: string): Promise<boolean>;
  /** The partner whose live token that is. */
  tokenOwner(hash: Buffer): Promise<string | undefined>;
  latest(): Promise<StoredSupergraph | undefined>;
  /** The number of the latest generation; 0 before the first. */
  latestGeneration(): Promise<number>;
  /**
   * Makes a generation the latest, with what led to it, unless another has come meanwhile.
   *
   * @param base - the generation that it was made from; 0 for none.
   * @returns its number, or undefined if `base` is no longer the latest.
   */
  append(
    base: number,
    supergraph: Omit<StoredSupergraph, 'generation'>,
    change?: SchemaChange,
  ): Promise<number | undefined>;
}

/** Generations kept to look back at; only the latest is ever run. */
const GENERATIONS_KEPT = 20;

const PARTNER = `p.name, p.prefix, p.url, p.tells_pseudonym as "tellsPseudonym"`;

export function postgresSubgraphStore(source: DataSource): SubgraphStore {
  const latestGeneration = async (run: DataSource | EntityManager = source): Promise<number> => {
    const [row] = await run.query<{ latest: string }[]>(
      'select coalesce(max(generation), 0) as latest from supergraph',
    );
    return Number(row!.latest);
  };

  return {
    latestGeneration,
    partners: () =>
      source.query<PartnerEntry[]>(
        `select ${PARTNER}, s.sdl, s.published_at as "publishedAt" from partner p
           left join partner_schema s on s.partner = p.name and s.ended_at is null order by p.name`,
      ),
    async register({ name, prefix, url, tellsPseudonym }, by) {
      const rows = await source.query<unknown[]>(
        `insert into partner as p (name, prefix, url, tells_pseudonym, registered_by)
           select $1, $2, $3, $4, $5
            where not exists (select from partner where prefix = $2 and name <> $1)
         on conflict (name) do update set url = excluded.url, tells_pseudonym = excluded.tells_pseudonym
           where p.prefix = excluded.prefix
         returning 1`,
        [name, prefix, url, tellsPseudonym, by],
      );
      return rows.length > 0;
    },
    async addToken({ tokenId, hash, partner, lifeDays }) {
      await source.query(
        `insert into publish_token (token_id, token_hash, partner, expires_at)
           values ($1, $2, $3, now() + make_interval(days => $4))`,
        [tokenId, hash, partner, lifeDays],
      );
    },
    async revokeToken(tokenId) {
      const [rows] = await source.query<[unknown[], number]>(
        `update publish_token set revoked_at = coalesce(revoked_at, now()) where token_id = $1 returning 1`,
        [tokenId],
      );
      return rows.length > 0;
    },
    async tokenOwner(hash) {
      const [row] = await source.query<{ partner: string }[]>(
        'select partner from publish_token where token_hash = $1 and revoked_at is null and now() < expires_at',
        [hash],
      );
      return row?.partner;
    },
    async latest() {
      const [row] = await source.query<(Omit<StoredSupergraph, 'generation'> & { generation: string })[]>(
        `select generation, sdl, api_sdl as "apiSdl", subgraphs as members from supergraph
          order by generation desc limit 1`,
      );
      return row && { ...row, generation: Number(row.generation) };
    },
    append: (base, supergraph, change) =>
      source.transaction(async (manager) => {
        // One after another, whichever gateway they came in through.
        await manager.query(`select pg_advisory_xact_lock(hashtext('supergraph'))`);
        if ((await latestGeneration(manager)) !== base) return undefined;
        if (change) await applyChange(manager, change);
        const [row] = await manager.query<{ generation: string }[]>(
          'insert into supergraph (sdl, api_sdl, subgraphs) values ($1, $2, $3) returning generation',
          [supergraph.sdl, supergraph.apiSdl, JSON.stringify(supergraph.members)],
        );
        const generation = Number(row!.generation);
        await manager.query(
          `delete from supergraph where generation not in
             (select generation from supergraph order by generation desc limit $1)`,
          [GENERATIONS_KEPT],
        );
        return generation;
      }),
  };
}

async function applyChange(manager: EntityManager, { partner, sdl, by }: SchemaChange): Promise<void> {
  await manager.query('update partner_schema set ended_at = now() where partner = $1 and ended_at is null', [
    partner,
  ]);
  if (sdl === null) return;
  await manager.query('insert into partner_schema (partner, sdl, published_by) values ($1, $2, $3)', [
    partner,
    sdl,
    by,
  ]);
}
