import { heldPart, instantSql } from '../../kit/store/heldRecords.js';

/** All that membership knows of a member. */
export const HELD = heldPart(
  [
    {
      kind: 'memberships',
      tables: ['member', 'principal'],
      from: 'member m join who on m.cooperative_id = who.cooperative_id and m.id = who.member_id',
      key: 'm.id',
      fields: {
        id: 'm.id',
        cooperative: 'm.cooperative_id',
        did: 'm.did',
        displayName: 'm.display_name',
        displayNameShared: 'm.display_name_shared',
        standing: 'm.standing',
        roles: 'm.roles',
        nullifier: 'm.nullifier',
        attestation: 'm.attestation',
        credential: 'm.credential',
        appliedAt: instantSql('m.applied_at'),
        joinedAt: instantSql('m.joined_at'),
        exitedAt: instantSql('m.exited_at'),
        voteRequestedAt: instantSql('m.vote_requested_at'),
        erasedAt: instantSql('m.erased_at'),
      },
    },
    {
      kind: 'authenticators',
      tables: ['authenticator'],
      from: 'authenticator a join who using (cooperative_id, did)',
      key: 'a.id',
      fields: {
        id: 'a.id',
        key: 'a.key',
        addedAt: instantSql('a.added_at'),
        revokedAt: instantSql('a.revoked_at'),
      },
    },
    {
      kind: 'sessions',
      tables: ['session'],
      from: 'session s join who using (did)',
      key: 's.id',
      fields: {
        id: 's.id',
        key: 's.key',
        begunAt: instantSql('s.begun_at'),
        expiresAt: instantSql('s.expires_at'),
        endedAt: instantSql('s.ended_at'),
        endReason: 's.end_reason',
      },
    },
    {
      kind: 'notifications',
      tables: ['notification'],
      from: 'notification n join who on n.cooperative_id = who.cooperative_id and n.recipient_did = who.did',
      key: 'n.id',
      fields: {
        id: 'n.id',
        kind: 'n.kind',
        subject: 'n.subject_id',
        title: 'n.title',
        createdAt: instantSql('n.created_at'),
        readAt: instantSql('n.read_at'),
      },
    },
    {
      kind: 'electorates',
      tables: ['electorate'],
      from: `electorate e join who on e.cooperative_id = who.cooperative_id
      and e.members @> jsonb_build_array(jsonb_build_object('memberId', who.member_id))`,
      key: 'e.id',
      fields: {
        id: 'e.id',
        proposal: 'e.proposal_id',
        root: 'e.root',
        size: 'e.size',
        fixedAt: instantSql('e.fixed_at'),
      },
    },
    {
      kind: 'departures',
      tables: ['departure'],
      from: 'departure d join who using (cooperative_id, member_id)',
      key: 'd.service',
      fields: { service: 'd.service', letGoAt: instantSql('d.let_go_at') },
    },
  ],
  {
    refresh_token: 'Hashes of tokens that renew a session: no other use, and gone with the session.',
  },
);
