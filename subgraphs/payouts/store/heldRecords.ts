import { heldPart, instantSql } from '../../kit/store/heldRecords.js';

const OWN_ACCOUNT = `(
    select account.* from ledger_account account
      join who on account.cooperative_id = who.cooperative_id and account.owner_id = who.member_id
  ) a`;

/** All that payouts knows of a member. What stands under an account is theirs while the account is. */
export const HELD = heldPart(
  [
    {
      kind: 'accounts',
      tables: ['ledger_account'],
      from: `${OWN_ACCOUNT} join account_balance b using (cooperative_id, account_id)
      left join stake_lock l using (cooperative_id, account_id)`,
      key: 'a.account_id',
      fields: {
        id: 'a.account_id',
        code: 'a.code',
        currency: 'a.currency',
        // Both kinds of account are what the co-op owes: credits are theirs.
        balanceMinor: '(-b.debit_minor)::text',
        lockedUntil: instantSql('l.locked_until'),
        openedAt: instantSql('a.opened_at'),
      },
    },
    {
      kind: 'ledgerEntries',
      tables: ['ledger_entry'],
      from: `${OWN_ACCOUNT} join ledger_entry e using (cooperative_id, account_id)
      join ledger_transaction t using (cooperative_id, transaction_id)`,
      key: 'e.entry_id',
      fields: {
        id: 'e.entry_id',
        account: 'e.account_id',
        kind: 't.kind',
        creditMinor: '(-e.amount_minor)::text',
        currency: 'e.currency',
        licence: 'e.licence_id',
        postedAt: instantSql('t.posted_at'),
      },
    },
    {
      kind: 'dividends',
      tables: ['dividend', 'run_member'],
      from: `${OWN_ACCOUNT} join dividend d using (cooperative_id, account_id)
      join dividend_run r using (cooperative_id, run_id)`,
      key: 'd.dividend_id',
      fields: {
        id: 'd.dividend_id',
        run: 'd.run_id',
        amountMinor: 'd.amount_minor::text',
        taxMinor: 'd.tax_minor::text',
        currency: 'r.currency',
        weight: 'd.weight::text',
        pseudonym: 'd.pseudonym',
        salt: 'd.salt',
        creditedAt: instantSql('d.credited_at'),
      },
    },
    {
      kind: 'payouts',
      tables: ['transfer'],
      from: `${OWN_ACCOUNT} join transfer t using (cooperative_id, account_id)`,
      key: 't.transfer_id',
      fields: {
        id: 't.transfer_id',
        amountMinor: 't.amount_minor::text',
        taxMinor: 't.tax_minor::text',
        currency: 't.currency',
        // As the member gave it; nothing more exact is kept here.
        destination: 't.method',
        requestedAt: instantSql('t.requested_at'),
        settledAt: instantSql('t.settled_at'),
        failedAt: instantSql('t.failed_at'),
        returnedAt: instantSql('t.returned_at'),
        failure: 't.failure',
      },
    },
    {
      kind: 'destinations',
      tables: ['payout_destination'],
      from: 'payout_destination p join who using (cooperative_id, member_id)',
      key: `encode(p.digest, 'hex')`,
      fields: {
        digest: `encode(p.digest, 'hex')`,
        usableAt: instantSql('p.usable_at'),
        session: 'p.session_id',
      },
    },
    {
      kind: 'contributions',
      tables: ['contribution'],
      from: 'contribution c join who using (cooperative_id, member_id)',
      key: 'c.contribution_id',
      fields: { id: 'c.contribution_id', recordCount: 'c.record_count', countedRows: 'c.counted_rows' },
    },
    {
      kind: 'meteredUses',
      tables: ['usage'],
      from: 'usage u join who using (cooperative_id, member_id)',
      key: 'u.job_id',
      fields: {
        job: 'u.job_id',
        licence: 'u.licence_id',
        records: 'u.records',
        qualityBp: 'u.quality_bp',
        meteredAt: instantSql('u.metered_at'),
      },
    },
    {
      kind: 'costs',
      tables: ['cost'],
      from: `cost k join who on k.cooperative_id = who.cooperative_id
      and who.member_id in (k.recorded_by, k.approved_by, k.reversal_asked_by)`,
      key: 'k.cost_id',
      fields: {
        id: 'k.cost_id',
        recorded: '(k.recorded_by is not distinct from who.member_id)',
        approved: '(k.approved_by is not distinct from who.member_id)',
        askedToReverse: '(k.reversal_asked_by is not distinct from who.member_id)',
        recordedAt: instantSql('k.recorded_at'),
      },
    },
    {
      kind: 'recoveryHolds',
      tables: ['recovery_hold'],
      from: 'recovery_hold h join who using (cooperative_id, member_id)',
      key: 'h.recovery_id',
      fields: { recovery: 'h.recovery_id', until: instantSql('h.until') },
    },
    {
      kind: 'exits',
      tables: ['member_exit'],
      from: 'member_exit x join who using (cooperative_id, member_id)',
      key: 'x.member_id',
      fields: {
        requestedAt: instantSql('x.requested_at'),
        payout: 'x.payout_id',
        leftAt: instantSql('x.left_at'),
      },
    },
  ],
  {
    'payment provider':
      'What the provider knows of the account behind a destination is kept there and not here.',
  },
);
