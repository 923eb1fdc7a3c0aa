import { perform } from '../../client/mutation.js';
import { PROPOSALS, submitProposal, type BallotPaper } from '../../operations/governance.js';
import { awaited } from '../pool.js';
import { CANDIDATE_COUNT, STEWARD_COUNT } from '../world/people.js';
import type { MotionSpec } from '../world/spec.js';
import type { Founded, Peopled } from './site.js';

const ELECTION_TITLE = 'Election of stewards';
const TERM_DAYS = 365;

/** The proposals of a co-op, newest first. */
async function proposalsOf({ id, founder }: Founded): Promise<BallotPaper[]> {
  const answer = await founder.client.execute<{ proposals: { nodes: BallotPaper[] } }>(PROPOSALS, {
    cooperative: id,
  });
  return answer.proposals.nodes;
}

/** Puts a motion to the vote, unless it has been. */
export async function move(cooperative: Founded, { forPercent: _, ...motion }: MotionSpec): Promise<void> {
  const known = await proposalsOf(cooperative);
  if (known.some(({ title }) => title === motion.title)) return;
  await perform(cooperative.founder.client, submitProposal, { cooperative: cooperative.id, ...motion });
}

/** Calls the election of stewards, unless it has been called. */
export async function callElection(cooperative: Peopled): Promise<void> {
  const known = await proposalsOf(cooperative);
  if (known.some(({ kind }) => kind === 'ELECTION')) return;
  await perform(cooperative.founder.client, submitProposal, {
    cooperative: cooperative.id,
    kind: 'ELECTION',
    title: ELECTION_TITLE,
    body: `Five stewards for a year. You may approve of as many of the ${CANDIDATE_COUNT} candidates as you like.`,
    election: {
      role: 'STEWARD',
      seats: STEWARD_COUNT,
      termDays: TERM_DAYS,
      candidates: candidatesOf(cooperative),
    },
  });
}

/** Ids of those who stand: the first members of the co-op. */
function candidatesOf({ members, memberIds }: Peopled): string[] {
  return members.slice(0, CANDIDATE_COUNT).map(({ handle }) => memberIds.get(handle)!);
}

/** Waits until as many proposals as wanted have reached one of the states, and returns all that have. */
export function untilReached(
  cooperative: Founded,
  states: readonly string[],
  count: number,
): Promise<BallotPaper[]> {
  const what = `${count} proposals of the ${cooperative.spec.slug} ${states.join(' or ')}`;
  return awaited(what, async () => {
    const reached = (await proposalsOf(cooperative)).filter(({ state }) => states.includes(state));
    return reached.length >= count ? reached : undefined;
  });
}
