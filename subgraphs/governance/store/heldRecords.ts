import { heldPart, instantSql } from '../../kit/store/heldRecords.js';

/** All that governance knows of a member. */
export const HELD = heldPart(
  [
    {
      kind: 'ballots',
      tables: ['ballot'],
      from: `elector e join who using (cooperative_id, member_id)
      join ballot b using (cooperative_id, proposal_id, place)
      join proposal p on p.cooperative_id = b.cooperative_id and p.id = b.proposal_id`,
      key: 'b.id',
      fields: {
        id: 'b.id',
        proposal: 'b.proposal_id',
        effectDigest: 'p.effect_digest',
        choices: 'b.choices',
        castAt: instantSql('b.cast_at'),
        weight: 'b.weight',
        pseudonym: 'e.pseudonym',
        commitment: 'b.commitment',
        salt: 'b.salt',
        signature: 'b.signature',
        key: 'b.signing_key',
      },
    },
    {
      kind: 'electoralRights',
      tables: ['elector'],
      from: 'elector e join who using (cooperative_id, member_id)',
      key: 'e.proposal_id',
      fields: {
        proposal: 'e.proposal_id',
        place: 'e.place',
        did: 'e.did',
        leafHash: `encode(e.leaf_hash, 'hex')`,
        pseudonym: 'e.pseudonym',
        countedByOwnBallot: 'e.counted_place = e.place',
      },
    },
    {
      kind: 'proposals',
      tables: ['proposal'],
      from: 'proposal p join who on p.cooperative_id = who.cooperative_id and p.proposer_id = who.member_id',
      key: 'p.id',
      fields: {
        id: 'p.id',
        kind: 'p.kind',
        title: 'p.title',
        body: 'p.body',
        effect: 'p.effect',
        state: 'p.state',
        submittedAt: instantSql('p.submitted_at'),
      },
    },
    {
      kind: 'candidacies',
      tables: ['proposal'],
      from: `proposal p join who using (cooperative_id)
      where p.effect -> 'candidates' ? who.member_id or p.effect ->> 'member' = who.member_id`,
      key: 'p.id',
      fields: {
        proposal: 'p.id',
        kind: 'p.kind',
        title: 'p.title',
        state: 'p.state',
        submittedAt: instantSql('p.submitted_at'),
      },
    },
    {
      kind: 'delegations',
      tables: ['delegation'],
      from: 'delegation d join who on d.cooperative_id = who.cooperative_id and d.from_id = who.member_id',
      key: 'd.id',
      fields: {
        id: 'd.id',
        to: 'd.to_id',
        topic: 'd.topic',
        since: instantSql('d.since'),
        endedAt: instantSql('d.ended_at'),
        signature: 'd.signature',
        key: 'd.signing_key',
      },
    },
  ],
  {
    'delegation.to_id': 'Who lets the member speak for them is the other member’s to tell.',
  },
);
