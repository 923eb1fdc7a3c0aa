import { heldPart, instantSql } from '../../kit/store/heldRecords.js';

/**
 * All that data knows of a member beside the contributions that rest in its vault: those come with their ciphertexts,
 * by a way of their own.
 */
export const HELD = heldPart(
  [
    {
      kind: 'endedContributions',
      tables: ['contribution'],
      from: 'contribution c join who using (cooperative_id, member_id) where c.sealed_key is null',
      key: 'c.id',
      fields: {
        id: 'c.id',
        dataset: 'c.dataset_id',
        cid: 'c.cid',
        recordCount: 'c.record_count',
        contributedAt: instantSql('c.contributed_at'),
        withdrawnAt: instantSql('c.withdrawn_at'),
        erasedAt: instantSql('c.erased_at'),
      },
    },
    {
      kind: 'consents',
      tables: ['consent'],
      from: 'consent c join who using (cooperative_id, member_id)',
      key: 'c.id',
      fields: {
        id: 'c.id',
        dataset: 'c.dataset_id',
        purposes: 'c.purposes',
        categories: 'c.categories',
        recipients: 'c.recipients',
        keyVersion: 'c.key_version',
        wrapDigest: 'c.wrap_digest',
        grantedAt: instantSql('c.granted_at'),
        expiresAt: instantSql('c.expires_at'),
        withdrawnAt: instantSql('c.withdrawn_at'),
        erasedAt: instantSql('c.erased_at'),
        wrapOpenedAt: instantSql('c.wrap_opened_at'),
        wrapSetAsideAt: instantSql('c.wrap_set_aside_at'),
        receipt: 'c.receipt',
      },
    },
    {
      kind: 'accessLog',
      tables: ['access_record'],
      from: 'access_record a join who using (cooperative_id, member_id)',
      key: 'a.id',
      fields: {
        id: 'a.id',
        dataset: 'a.dataset_id',
        licence: 'a.licence_id',
        job: 'a.job_id',
        buyer: 'a.buyer_id',
        purpose: 'a.purpose',
        records: 'a.records',
        at: instantSql('a.at'),
      },
    },
    {
      kind: 'verifications',
      tables: ['contribution_verification', 'audit_pseudonym'],
      from: `contribution_verification v join who using (cooperative_id, member_id)
        left join audit_pseudonym p using (cooperative_id, member_id)`,
      key: 'v.contribution_id',
      fields: {
        contribution: 'v.contribution_id',
        dataset: 'v.dataset_id',
        statement: 'v.statement',
        signature: 'v.signature',
        key: 'v.key',
        verifiedAt: instantSql('v.verified_at'),
        pseudonym: 'p.pseudonym',
      },
    },
  ],
  {
    row_key_hash:
      'Keyed hashes of the row keys of live contributions, by which repeats are told: the wallet has the rows.',
    consent_wrap:
      'The member’s dataset keys, wrapped for the compute worker alone: the wallet has them open.',
  },
);
