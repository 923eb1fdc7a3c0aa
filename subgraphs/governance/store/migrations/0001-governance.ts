import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant, readerPolicy, tenantPolicy } from '../../../kit/store/rls.js';

/** Charters, proposals, electorates, ballots and delegations. */
export class Governance1700000000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHARTER);
    await runner.query(PROPOSAL);
    await runner.query(ELECTORATE);
    await runner.query(DELEGATION);
  }

  async down(): Promise<void> {
    throw new Error('decisions are kept: there is no way back');
  }
}

const CHARTER = `
  create table charter (
    cooperative_id text not null,
    version integer not null check (version >= 1),
    id text not null,
    terms jsonb not null,
    terms_digest text not null,
    proposal_id text,
    effective_at timestamptz not null,
    primary key (cooperative_id, version),
    unique (cooperative_id, id)
  );
  ${tenantPolicy('charter')}
  ${grant('charter', 'SELECT, INSERT')}
`;

// The state is generated from the facts by the rule of domain/proposalState.ts; a test holds the two together.
const PROPOSAL = `
  create table proposal (
    cooperative_id text not null,
    id text not null,
    kind text not null,
    title text not null,
    body text not null,
    proposer_id text,
    charter_version integer not null,
    rule jsonb not null,
    options jsonb not null,
    effect jsonb not null,
    effect_digest text not null,
    decide_by timestamptz,
    submitted_at timestamptz not null,
    electorate jsonb,
    opens_at timestamptz,
    closes_at timestamptz,
    closed_at timestamptz,
    outcome text check (outcome in ('PASSED', 'REJECTED')),
    enactable_at timestamptz,
    enacted_at timestamptz,
    refused_at timestamptz,
    cancelled_at timestamptz,
    expired_at timestamptz,
    reason text,
    tally jsonb,
    state text not null generated always as (case
      when cancelled_at is not null then 'CANCELLED'
      when expired_at is not null then 'EXPIRED'
      when refused_at is not null then 'REJECTED'
      when enacted_at is not null then 'ENACTED'
      when outcome = 'REJECTED' then 'REJECTED'
      when outcome = 'PASSED' and enactable_at is not null then 'QUEUED'
      when outcome = 'PASSED' then 'PASSED'
      when opens_at is not null then 'OPEN'
      else 'OPENING' end) stored,
    primary key (cooperative_id, id),
    foreign key (cooperative_id, charter_version) references charter (cooperative_id, version),
    check ((opens_at is null) = (closes_at is null) and (opens_at is null) = (electorate is null)),
    check (opens_at < closes_at),
    check (closes_at <= closed_at),
    check (enactable_at <= enacted_at),
    check ((closed_at is null) = (tally is null) and (closed_at is null) = (outcome is null)),
    check (num_nonnulls(enacted_at, refused_at, cancelled_at, expired_at) <= 1)
  );
  create index proposal_proposer on proposal (cooperative_id, proposer_id) where proposer_id is not null;
  create index proposal_list on proposal (cooperative_id, state, id);
  create index proposal_closing on proposal (closes_at) where state = 'OPEN';
  create index proposal_enactable on proposal (enactable_at) where state = 'QUEUED';
  create index proposal_deciding on proposal (decide_by) where state = 'OPENING';
  create index proposal_licence on proposal (cooperative_id, (effect ->> 'licence')) where kind = 'LICENCE';
  ${tenantPolicy('proposal')}
  ${readerPolicy('proposal', 'scheduler', `state in ('OPENING', 'OPEN', 'QUEUED')`)}
  ${grant(
    'proposal',
    `SELECT, INSERT, UPDATE (proposer_id, electorate, opens_at, closes_at, closed_at, outcome, enactable_at,
       enacted_at, refused_at, cancelled_at, expired_at, reason, tally)`,
  )}
`;

// A ballot is keyed by the elector's place in the tree and not by the member, so that one ballot a member is the
// primary key's promise and erasing the member still leaves the count whole.
const ELECTORATE = `
  create table elector (
    cooperative_id text not null,
    proposal_id text not null,
    place integer not null check (place >= 0),
    member_id text,
    did text,
    leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
    pseudonym text not null,
    counted_place integer,
    primary key (cooperative_id, proposal_id, place),
    unique (cooperative_id, proposal_id, member_id),
    unique (cooperative_id, proposal_id, pseudonym),
    foreign key (cooperative_id, proposal_id) references proposal (cooperative_id, id)
  );
  create index elector_member on elector (cooperative_id, member_id);
  create index elector_counted on elector (cooperative_id, proposal_id, pseudonym) where counted_place is not null;
  ${tenantPolicy('elector')}
  ${grant('elector', 'SELECT, INSERT, UPDATE (member_id, did, counted_place)')}

  create table ballot (
    cooperative_id text not null,
    proposal_id text not null,
    place integer not null,
    id text not null,
    choices jsonb not null,
    commitment text not null,
    cast_at timestamptz not null,
    weight integer check (weight >= 1),
    signature text,
    signing_key text,
    salt text,
    primary key (cooperative_id, proposal_id, place),
    unique (cooperative_id, id),
    foreign key (cooperative_id, proposal_id, place) references elector (cooperative_id, proposal_id, place)
  );
  ${tenantPolicy('ballot')}
  ${grant('ballot', 'SELECT, INSERT, UPDATE (weight, signature, signing_key, salt)')}
`;

const DELEGATION = `
  create table delegation (
    cooperative_id text not null,
    id text not null,
    from_id text not null,
    to_id text not null,
    topic text,
    since timestamptz not null,
    ended_at timestamptz check (ended_at >= since),
    signature text not null,
    signing_key text not null,
    primary key (cooperative_id, id),
    check (from_id <> to_id)
  );
  create unique index delegation_standing on delegation (cooperative_id, from_id, coalesce(topic, ''))
    where ended_at is null;
  create index delegation_to on delegation (cooperative_id, to_id);
  ${tenantPolicy('delegation')}
  ${grant('delegation', 'SELECT, INSERT, UPDATE (ended_at), DELETE')}
`;
