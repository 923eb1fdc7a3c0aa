import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, organizationPolicy, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';
import { CONSENTS, VAULT } from './0001-vault.js';

/** Datasets and offers, contributions, consents and their wraps, licences, and what other journals told us. */
export class CatalogueConsentsLicences1700000000301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [PROJECTIONS, CATALOGUE, VAULT, CONSENTS, LICENCES])
      await runner.query(statements);
  }

  async down(): Promise<void> {
    throw new Error('contributions and consents have no way back: restore a backup instead');
  }
}

const PROJECTIONS = `
  create table cooperative (
    cooperative_id text primary key,
    slug text not null,
    name text not null,
    did text not null
  );
  ${tenantPolicy('cooperative')}
  ${readerPolicy('cooperative', 'catalogue')}
  ${grant('cooperative', 'SELECT, INSERT')}

  create table charter (
    cooperative_id text not null,
    version integer not null,
    terms jsonb not null,
    effective_at timestamptz not null,
    primary key (cooperative_id, version)
  );
  ${tenantPolicy('charter')}
  ${grant('charter', 'SELECT, INSERT')}
`;

const CATALOGUE = `
  create table dataset (
    cooperative_id text not null,
    id text not null,
    title text not null,
    description text not null,
    keywords text[] not null,
    themes text[] not null,
    columns jsonb not null,
    temporal_from timestamptz,
    temporal_until timestamptz,
    spatial text,
    rows_per_member_max integer not null check (rows_per_member_max > 0),
    published_at timestamptz not null,
    contributor_count integer not null default 0 check (contributor_count % 10 = 0),
    record_count integer not null default 0 check (record_count % 10 = 0),
    changed_at timestamptz not null,
    primary key (cooperative_id, id),
    check (temporal_from < temporal_until),
    check ((temporal_from is null) = (temporal_until is null))
  );
  create index dataset_id on dataset (id);
  ${tenantPolicy('dataset')}
  ${readerPolicy('dataset', 'catalogue')}
  ${grant('dataset', 'SELECT, INSERT, UPDATE (contributor_count, record_count, changed_at)')}

  -- Words that anyone may search by. Row-level security would keep their indexes from being used, since
  -- matching is not leakproof; so they stand in a table of their own, which holds nothing of any co-op but
  -- what it has published.
  create table catalogue_entry (
    dataset_id text primary key,
    search tsvector not null,
    keywords text[] not null,
    themes text[] not null
  );
  create index catalogue_entry_search on catalogue_entry using gin (search);
  create index catalogue_entry_keywords on catalogue_entry using gin (keywords);
  create index catalogue_entry_themes on catalogue_entry using gin (themes);
  ${grant('catalogue_entry', 'SELECT, INSERT')}

  create table offer (
    cooperative_id text not null,
    id text not null,
    dataset_id text not null,
    licence_id text,
    buyer_id text,
    digest text not null,
    charter_version integer not null,
    purposes text[] not null,
    prohibited text[] not null,
    duties text[] not null,
    price_minor bigint not null check (price_minor >= 0),
    currency text not null,
    price_model text not null check (price_model in ('FLAT', 'PER_JOB')),
    job_price_minor bigint check (job_price_minor >= 0),
    term_days integer not null check (term_days > 0),
    policy jsonb not null,
    made_at timestamptz not null,
    withdrawn_at timestamptz,
    primary key (cooperative_id, id),
    foreign key (cooperative_id, dataset_id) references dataset (cooperative_id, id),
    check ((licence_id is null) = (buyer_id is null)),
    check ((price_model = 'PER_JOB') = (job_price_minor is not null))
  );
  create index offer_dataset on offer (dataset_id);
  ${tenantPolicy('offer')}
  ${readerPolicy('offer', 'catalogue', 'licence_id is null and withdrawn_at is null')}
  ${organizationPolicy('offer', 'buyer_id')}
  ${grant('offer', 'SELECT, INSERT, UPDATE (withdrawn_at)')}
`;

const LICENCES = `
  create table licence (
    cooperative_id text not null,
    id text not null,
    dataset_id text not null,
    buyer_id text not null,
    purpose text not null,
    state text not null,
    offer_id text not null,
    requested_at timestamptz not null,
    changed_at timestamptz not null,
    acceptance jsonb,
    acceptance_digest text,
    decide_by timestamptz,
    proposal_id text,
    decision jsonb,
    agreement jsonb,
    agreement_digest text,
    verified_at timestamptz,
    paid_at timestamptz,
    valid_until timestamptz,
    reason text,
    primary key (cooperative_id, id),
    foreign key (cooperative_id, dataset_id) references dataset (cooperative_id, id),
    foreign key (cooperative_id, offer_id) references offer (cooperative_id, id),
    check (state in ('REQUESTED', 'OFFERED', 'ACCEPTED', 'AGREED', 'VERIFIED', 'FINALIZED', 'TERMINATED')),
    check (state <> 'ACCEPTED' or acceptance_digest is not null),
    check (state not in ('AGREED', 'VERIFIED', 'FINALIZED') or agreement_digest is not null),
    check (state not in ('VERIFIED', 'FINALIZED') or verified_at is not null),
    check ((state = 'FINALIZED') = (valid_until is not null)),
    check ((state = 'TERMINATED') = (reason is not null))
  );
  create index licence_id on licence (id);
  create index licence_buyer on licence (buyer_id, id);
  create index licence_state on licence (cooperative_id, state, id);
  ${tenantPolicy('licence')}
  ${organizationPolicy('licence', 'buyer_id')}
  ${readerPolicy('licence', 'decisions', `state = 'ACCEPTED'`)}
  ${grant('licence', 'SELECT, INSERT, UPDATE')}

  create table negotiation_step (
    cooperative_id text not null,
    id text not null,
    licence_id text not null,
    buyer_id text not null,
    party text not null check (party in ('BUYER', 'STEWARDS', 'COOPERATIVE')),
    state text not null,
    offer_id text not null,
    message text,
    taken_at timestamptz not null,
    primary key (cooperative_id, id),
    foreign key (cooperative_id, licence_id) references licence (cooperative_id, id)
  );
  create index negotiation_step_licence on negotiation_step (cooperative_id, licence_id, id);
  ${tenantPolicy('negotiation_step')}
  ${organizationPolicy('negotiation_step', 'buyer_id')}
  ${grant('negotiation_step', 'SELECT, INSERT')}
`;
