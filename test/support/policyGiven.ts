import type pg from 'pg';
import type { Parties } from './policyTenancy.js';

/**
 * What a table needs, by service and name, so that it holds rows that each of its policies shows and rows that it
 * hides: states through which rows pass too fast to be met. `$own` and `$foreign` are co-ops.
 */
export const GIVEN: Readonly<Record<string, readonly string[]>> = {
  'data blob_removal': [
    `insert into blob_removal (cooperative_id, cid, requested_at)
     select id, 'bafk', now() from (values ($own), ($foreign)) as c (id)`,
  ],
  'data compute_job': [
    `update compute_job set state = 'QUEUED', finished_at = null, result = null, refusal = null
     where cooperative_id = $own`,
  ],
  'data consent': [`update consent set withdrawn_at = granted_at where cooperative_id = $foreign`],
  'data contribution': [
    `update contribution set sealed_key = null, withdrawn_at = contributed_at where cooperative_id = $foreign`,
  ],
  'data row_key_hash': [
    `insert into row_key_hash (cooperative_id, contribution_id, hash, dataset_id, place, row_at)
     select cooperative_id, id, 'a hash', dataset_id, place, 0 from contribution
     where cooperative_id in ($own, $foreign)`,
  ],
  'data licence': [
    `update licence set state = 'ACCEPTED', valid_until = null
     where cooperative_id = $own and state = 'FINALIZED'`,
    `update licence set notice_until = now() where cooperative_id = $foreign and state = 'FINALIZED'`,
  ],
  'data prepayment_release': [
    `insert into prepayment_release (cooperative_id, withdrawal_id, buyer_id, amount_minor)
     select id, 'pwd_given', 'org_given', 1 from (values ($own), ($foreign)) as c (id)`,
  ],
  'membership ban': [
    `insert into ban (cooperative_id, mark, ends_at)
     select id, decode(repeat('ab', 32), 'hex'), now() from (values ($own), ($foreign)) as c (id)`,
  ],
  'membership member': [
    `update member set standing = 'SUSPENDED'
     where id = (select max(id) from member where cooperative_id = $own and standing = 'ADMITTED')`,
  ],
  'membership recovery': [
    `update recovery set confirmed_at = requested_at, completes_at = requested_at + interval '7 days'
     where cooperative_id = $own`,
  ],
  'membership suspension': [
    `update suspension set begun_at = proposed_at, ends_at = proposed_at + interval '9 days'
     where cooperative_id = $own`,
  ],
  'payouts recovery_hold': [
    `insert into recovery_hold (cooperative_id, member_id, recovery_id, until)
     select id, 'mem_held', 'rcv_held', now() from (values ($own), ($foreign)) as c (id)`,
  ],
  'payouts buyer_account': ['update buyer_account set version = 0 where cooperative_id = $own'],
  'payouts prepayment_withdrawal': [
    `insert into prepayment_withdrawal (cooperative_id, withdrawal_id, buyer_id, requested_at)
     select id, 'pwd_given', 'org_given', now() from (values ($own), ($foreign)) as c (id)`,
  ],
  'payouts dividend_run': [`update dividend_run set closed_at = null where cooperative_id = $own`],
  'payouts unclaimed': [
    `insert into unclaimed
       (cooperative_id, unclaimed_id, account_id, amount_minor, currency, since, ended_at, ended_as)
     values ($own, 'ucl_given', 'lac_given', 1, 'EUR', now(), null, null),
       ($foreign, 'ucl_given', 'lac_given', 1, 'EUR', now(), now(), 'CLAIMED')`,
  ],
  'payouts transfer': [
    `update transfer set settled_at = null, failed_at = null, returned_at = null where cooperative_id = $own`,
  ],
};

/** Makes it so; and where a co-op has no row of the table yet, gives it one of another's. */
export async function fillIn(
  owner: pg.Client,
  table: string,
  statements: readonly string[],
  { own, foreign }: Parties,
): Promise<void> {
  for (const statement of statements) {
    await owner.query(statement.replaceAll('$own', `'${own}'`).replaceAll('$foreign', `'${foreign}'`));
  }
  const { rows } = await owner.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const columns = rows.map(({ name }) => name);
  for (const cooperative of [own, foreign]) {
    await owner.query(
      `insert into ${table} (${columns.join(', ')})
       select ${columns.map((column) => (column === 'cooperative_id' ? '$1' : column)).join(', ')}
       from ${table} where not exists (select from ${table} where cooperative_id = $1) limit 1`,
      [cooperative],
    );
  }
}
