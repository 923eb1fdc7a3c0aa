import type { z } from 'zod';
import type { FeedEntry } from '../../kit/journal/feed.js';
import type { Reaction } from '../../kit/journal/reactions.js';
import type { Tx } from '../../kit/store/store.js';
import { enactFoundingCharter } from '../service/enactFoundingCharter.js';
import { eraseMember } from '../service/eraseMember.js';
import { openProposal } from '../service/openProposal.js';
import { putToVote } from '../service/putToVote.js';
import { releaseMember } from '../service/releaseMember.js';
import { withdrawLicence } from '../service/withdrawLicence.js';
import * as entries from './entries.js';

function react<Schema extends z.ZodType>(
  source: string,
  on: string,
  schema: Schema,
  handle: (tx: Tx, values: z.infer<Schema>, entry: FeedEntry) => Promise<void>,
): Reaction {
  return { source, on, handle: (tx, entry) => handle(tx, schema.parse(entry.values), entry) };
}

/** What governance does when another service's journal says that something happened. */
export const reactions: Reaction[] = [
  react('membership', 'CooperativeFounded', entries.cooperativeFounded, (tx, { charter }, { cooperative }) =>
    enactFoundingCharter(tx, cooperative, charter),
  ),
  react(
    'membership',
    'ElectorateFixed',
    entries.electorateFixed,
    (tx, fixed, { cooperative, entryId, index }) => {
      const { proposal, members, root, size } = fixed;
      const electorate = { root, size, entry: entryId, index: String(index) };
      return openProposal(tx, { cooperative, proposal, electorate, members });
    },
  ),
  react(
    'membership',
    'AdmissionVoteRequested',
    entries.admissionVoteRequested,
    (tx, { memberId }, { cooperative }) =>
      putToVote(tx, {
        cooperative,
        // No name: a title is public for ever, and an applicant may never become a member.
        title: 'Admission of an applicant',
        body: 'The charter lets the members decide whom they admit.',
        effect: { kind: 'ADMISSION', member: memberId },
        decideBy: null,
      }),
  ),
  react('membership', 'MemberExiting', entries.aboutMember, (tx, { memberId }, { cooperative }) =>
    releaseMember(tx, cooperative, memberId),
  ),
  react('data', 'LicenceAccepted', entries.licenceAccepted, (tx, accepted, { cooperative }) => {
    const { decideBy, ...terms } = accepted;
    return putToVote(tx, {
      cooperative,
      title: `Licence for ${terms.purpose}`,
      body: 'A buyer has signed an offer of this co-op. If this passes, the offer becomes the agreement.',
      effect: { kind: 'LICENCE', ...terms },
      decideBy,
    });
  }),
  react(
    'data',
    'LicenceAcceptanceCancelled',
    entries.acceptanceCancelled,
    (tx, { licence, offerDigest }, { cooperative }) => withdrawLicence(tx, cooperative, licence, offerDigest),
  ),
  react('data', 'MemberErased', entries.aboutMember, (tx, { memberId }, { cooperative }) =>
    eraseMember(tx, cooperative, memberId),
  ),
];
