import { grant, readerPolicy, tenantPolicy, workerPolicy } from '../../../kit/store/rls.js';

/** Ciphertexts that rest, those that are to be removed, and the uses that were made of them. */
export const VAULT = `
  create table contribution (
    cooperative_id text not null,
    id text not null,
    dataset_id text not null,
    member_id text not null,
    cid text not null,
    sealed_key text,
    record_count integer not null check (record_count > 0),
    ciphertext_bytes integer not null check (ciphertext_bytes > 0),
    contributed_at timestamptz not null,
    withdrawn_at timestamptz,
    erased_at timestamptz,
    primary key (cooperative_id, id),
    unique (cooperative_id, cid),
    foreign key (cooperative_id, dataset_id) references dataset (cooperative_id, id),
    check ((sealed_key is null) = (coalesce(withdrawn_at, erased_at) is not null))
  );
  create index contribution_member on contribution (cooperative_id, member_id, id);
  create index contribution_live on contribution (cooperative_id, dataset_id, member_id) where sealed_key is not null;
  ${tenantPolicy('contribution')}
  ${grant('contribution', 'SELECT, INSERT, UPDATE (sealed_key, withdrawn_at, erased_at)')}

  create table blob_removal (
    cooperative_id text not null,
    cid text not null,
    requested_at timestamptz not null,
    primary key (cooperative_id, cid)
  );
  ${tenantPolicy('blob_removal')}
  ${workerPolicy('blob_removal', 'blobs')}
  ${grant('blob_removal', 'SELECT, INSERT, UPDATE, DELETE')}

  create table access_record (
    cooperative_id text not null,
    id text not null,
    member_id text,
    dataset_id text not null,
    licence_id text not null,
    job_id text not null,
    buyer_id text not null,
    purpose text not null,
    records integer not null,
    at timestamptz not null,
    primary key (cooperative_id, id)
  );
  create index access_record_member on access_record (cooperative_id, member_id, id);
  ${tenantPolicy('access_record')}
  ${grant('access_record', 'SELECT, INSERT, UPDATE (member_id)')}
`;

/** Consents, and apart from them the wraps, so that a wrap can be destroyed and its consent remain. */
export const CONSENTS = `
  create table consent (
    cooperative_id text not null,
    id text not null,
    dataset_id text not null,
    member_id text not null,
    purposes text[] not null,
    categories text[] not null,
    recipients text[] not null,
    key_version integer not null,
    wrap_digest text not null,
    granted_at timestamptz not null,
    expires_at timestamptz,
    withdrawn_at timestamptz,
    erased_at timestamptz,
    receipt jsonb,
    primary key (cooperative_id, id),
    foreign key (cooperative_id, dataset_id) references dataset (cooperative_id, id),
    check (expires_at > granted_at)
  );
  create index consent_member on consent (cooperative_id, member_id, id);
  create index consent_dataset on consent (cooperative_id, dataset_id);
  ${tenantPolicy('consent')}
  ${readerPolicy('consent', 'expiry')}
  ${grant('consent', 'SELECT, INSERT, UPDATE (withdrawn_at, erased_at, receipt)')}

  create table wrap_epoch (
    epoch integer primary key,
    started_at timestamptz not null,
    retired_at timestamptz,
    destroyed_at timestamptz
  );
  ${grant('wrap_epoch', 'SELECT, INSERT, UPDATE')}

  create table consent_wrap (
    cooperative_id text not null,
    consent_id text not null,
    epoch integer not null references wrap_epoch,
    sealed bytea not null,
    primary key (cooperative_id, consent_id),
    foreign key (cooperative_id, consent_id) references consent (cooperative_id, id)
  );
  create index consent_wrap_epoch on consent_wrap (epoch);
  ${tenantPolicy('consent_wrap')}
  ${readerPolicy('consent_wrap', 'epochs')}
  ${readerPolicy('consent_wrap', 'expiry')}
  ${grant('consent_wrap', 'SELECT, INSERT, UPDATE (epoch, sealed), DELETE')}

  create table compute_key (
    version integer primary key,
    public_key text not null check (length(public_key) = 43),
    published_at timestamptz not null
  );
  ${grant('compute_key', 'SELECT, INSERT')}
`;
