import * as data from '../../kit/contracts/entries/data.js';
import * as membership from '../../kit/contracts/entries/membership.js';
import { on } from '../../kit/journal/reaction.js';
import type { Reaction } from '../../kit/journal/reaction.js';
import { enactFoundingCharter } from '../service/enactFoundingCharter.js';
import { eraseMember } from '../service/eraseMember.js';
import { openProposal } from '../service/openProposal.js';
import { putLicenceToVote } from '../service/putLicenceToVote.js';
import { putToVote } from '../service/putToVote.js';
import { releaseMember } from '../service/releaseMember.js';
import { withdrawAdmission } from '../service/withdrawAdmission.js';
import { withdrawLicence } from '../service/withdrawLicence.js';

/** What governance does when another service's journal says that something happened. */
export const reactions: Reaction[] = [
  on(membership.CooperativeFounded, ['charter'], (tx, { charter }, { cooperative }) =>
    enactFoundingCharter(tx, cooperative, charter),
  ),
  on(
    membership.ElectorateFixed,
    ['proposal', 'root', 'size', 'members'],
    (tx, { proposal, root, size, members }, { cooperative, entryId, index }) => {
      const electorate = { root, size, entry: entryId, index: String(index) };
      return openProposal(tx, { cooperative, proposal, electorate, members });
    },
  ),
  on(membership.AdmissionVoteRequested, ['memberId'], (tx, { memberId }, { cooperative }) =>
    putToVote(tx, {
      cooperative,
      // No name: a title is public for ever, and an applicant may never become a member.
      title: 'Admission of an applicant',
      body: 'The charter lets the members decide whom they admit.',
      effect: { kind: 'ADMISSION', member: memberId },
      decideBy: null,
    }),
  ),
  on(membership.MemberExiting, ['memberId'], async (tx, { memberId }, { cooperative }) => {
    await withdrawAdmission(tx, cooperative, memberId);
    await releaseMember(tx, cooperative, memberId);
  }),
  on(
    data.LicenceAccepted,
    ['licence', 'dataset', 'buyer', 'purpose', 'offerDigest', 'acceptanceDigest', 'decideBy', 'terms'],
    (tx, accepted, { cooperative }) => putLicenceToVote(tx, cooperative, accepted),
  ),
  on(
    data.LicenceAcceptanceCancelled,
    ['licence', 'offerDigest'],
    (tx, { licence, offerDigest }, { cooperative }) => withdrawLicence(tx, cooperative, licence, offerDigest),
  ),
  on(data.MemberErased, ['memberId'], (tx, { memberId }, { cooperative }) =>
    eraseMember(tx, cooperative, memberId),
  ),
];
