import { randomUUID } from 'node:crypto';
import { start } from '../../../subgraphs/governance/index.js';
import { canonicalize } from '../../../subgraphs/kit/domain/canonical.js';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { leafHash, merkleRoot } from '../../../subgraphs/kit/domain/merkle.js';
import type { FeedEntry } from '../../../subgraphs/kit/journal/feed.js';
import type { CharterTerms } from '../../../subgraphs/kit/contracts/charterTerms.js';
import { person } from '../../support/people.js';
import type { Person } from '../../support/people.js';
import { startTestService, until } from '../../support/testService.js';
import type { Answer, TestService } from '../../support/testService.js';
import { charterTerms } from './charter.js';

export interface TestMember extends Person {
  memberId: string;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers of many shapes
export type Seen = Record<string, any>;

const PROPOSAL = `
  id kind title state reason rule { votingPeriodSeconds } opensAt closesAt enactableAt charterVersion options { id label candidate { id } }
  electorate { size root entry position }
  tally { ballotsCounted participants turnoutBp quorumMet outcome { label } rounds { number counts { option { label } weight } } }
  effect { __typename ... on ResolutionEffect { digest document } ... on LicenceEffect { digest document }
    ... on CharterAmendmentEffect { digest document } ... on RevenuePolicyEffect { digest document }
    ... on AdmissionEffect { digest document member { id } } ... on ElectionEffect { digest document elected { id } }
    ... on CancellationEffect { digest document proposal { id state } } ... on SuspensionEffect { digest document }
    ... on ReinstatementEffect { digest document } ... on RecoveryEffect { digest document } }`;

export const SUBMIT = `mutation ($input: SubmitProposalInput!) { submitProposal(input: $input) { ${PROPOSAL} } }`;
export const CAST = `mutation ($input: CastBallotInput!) { castBallot(input: $input) {
  id choices effectDigest castAt pseudonym commitment salt signature proposal { id } } }`;
export const DELEGATE = `mutation ($input: DelegateVoteInput!) { delegateVote(input: $input) {
  id from { id } to { id } topic since endedAt } }`;
export const REVOKE = `mutation ($input: RevokeDelegationInput!) { revokeDelegation(input: $input) { id endedAt } }`;
export const CANCEL = `mutation ($input: CancelProposalInput!) { cancelProposal(input: $input) { id state reason } }`;

/** One co-op at its governance service: a founder who is steward, and members. */
export class World {
  readonly cooperative = newId('coop');
  private offsetSeconds = 0;

  private constructor(
    readonly service: TestService,
    readonly members: TestMember[],
  ) {}

  static async start(memberCount: number, terms: CharterTerms = charterTerms()): Promise<World> {
    const service = await startTestService(start, 'governance');
    const world = new World(service, []);
    const cooperative = {
      id: world.cooperative,
      slug: 'ours',
      name: 'Ours',
      currency: 'USD',
      did: 'did:key:x',
    };
    const founder = await world.newMember('m0');
    await world.tell('membership', 'CooperativeFounded', {
      cooperative,
      charter: terms,
      standing: standing(founder, 'STEWARD'),
    });
    for (let number = 1; number < memberCount; number += 1) await world.admit(`m${number}`);
    return world;
  }

  get steward(): TestMember {
    return this.members[0]!;
  }

  async admit(name: string): Promise<TestMember> {
    const member = await this.newMember(name);
    await this.tell('membership', 'MemberAdmitted', { standing: standing(member) });
    return member;
  }

  private async newMember(name: string): Promise<TestMember> {
    const member = { ...person(name), memberId: newId('mem') };
    this.members.push(member);
    return Promise.resolve(member);
  }

  tell(source: 'membership' | 'data', type: string, values: Record<string, unknown>): Promise<void> {
    return this.service.tell(source, this.cooperative, type, values);
  }

  /** Answers, as membership does, the request to fix an electorate. */
  fixElectorate(proposal: string, electors: readonly TestMember[] = this.members): Promise<void> {
    const members = electors
      .map(({ memberId, did }) => ({ memberId, did }))
      .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
    const leaves = members.map((member) => leafHash(Buffer.from(canonicalize(member), 'utf8')));
    const root = Buffer.from(merkleRoot(leaves)).toString('hex');
    return this.tell('membership', 'ElectorateFixed', { proposal, root, size: members.length, members });
  }

  submit(by: TestMember, input: Record<string, unknown>): Promise<Answer> {
    const question = { cooperative: this.cooperative, title: 'A question', body: 'Its reasons.' };
    return this.service.ask(by.did, SUBMIT, { input: { ...question, ...input } });
  }

  /** An open proposal; a resolution unless the input says otherwise. */
  async open(
    input: Record<string, unknown> = { kind: 'RESOLUTION', resolution: { text: 'We meet in May.' } },
    electors?: readonly TestMember[],
  ): Promise<Seen> {
    const submitted = await this.submit(this.steward, input);
    if (submitted.codes.length > 0) throw new Error(JSON.stringify(submitted.errors));
    const { id } = submitted.data.submitProposal as { id: string };
    await this.fixElectorate(id, electors);
    return this.proposal(id);
  }

  async proposal(id: string): Promise<Seen> {
    const { data, errors } = await this.service.ask(
      undefined,
      `query ($id: ID!) { proposal(id: $id) { ${PROPOSAL} } }`,
      { id },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.proposal as Record<string, unknown>;
  }

  /** The input of a ballot, signed by that member; `changes` are made to it before it is signed. */
  ballot(
    member: TestMember,
    proposal: Seen,
    labels: string[],
    changes: Record<string, unknown> = {},
  ): Record<string, unknown> {
    const options = proposal.options as { id: string; label: string }[];
    const choices = labels.map((label) => options.find((option) => option.label === label)!.id);
    const said = {
      proposal: proposal.id as string,
      effectDigest: proposal.effect.digest as string,
      choices,
      ...changes,
    };
    const signature = member.sign({ v: 1, type: 'Ballot', ...said, voter: member.did });
    return { ...said, signature, idempotencyKey: randomUUID() };
  }

  cast(member: TestMember, input: Record<string, unknown>): Promise<Answer> {
    return this.service.ask(member.did, CAST, { input });
  }

  async vote(member: TestMember, proposal: Record<string, unknown>, ...labels: string[]): Promise<void> {
    const { codes, errors } = await this.cast(member, this.ballot(member, proposal, labels));
    if (codes.length > 0) throw new Error(JSON.stringify(errors));
  }

  async voteAll(proposal: Record<string, unknown>, ...labels: string[]): Promise<void> {
    for (const member of this.members) await this.vote(member, proposal, ...labels);
  }

  /** Lets everyone vote for it, and its window end. */
  async passVote(proposal: Seen): Promise<void> {
    await this.voteAll(proposal, 'FOR');
    await this.pass(proposal.rule.votingPeriodSeconds as number);
  }

  /** The proposal that was born of that licence or application. */
  async bornOf(about: string): Promise<string> {
    const [found] = await this.service.sql<{ id: string }>(
      'select id from proposal where effect::text like $1 order by id desc',
      [`%${about}%`],
    );
    return found!.id;
  }

  delegate(from: TestMember, to: { memberId: string }, topic: string | null = null): Promise<Answer> {
    const { cooperative } = this;
    const statement = { v: 1, type: 'Delegation', cooperative, from: from.did, to: to.memberId, topic };
    const input = { cooperative, to: to.memberId, topic, signature: from.sign(statement) };
    return this.service.ask(from.did, DELEGATE, { input });
  }

  /** Waits for what this service has journalled about a proposal. */
  async entry(proposal: string, type: string): Promise<FeedEntry> {
    let found: FeedEntry | undefined;
    const search = async () => {
      found = (await this.service.journal(type)).find((entry) => entry.values.proposal === proposal);
      return found !== undefined;
    };
    await until(search, `${type} of ${proposal}`);
    return found!;
  }

  /** Moves the service's clock; what that makes due follows within a tick. */
  async pass(seconds: number): Promise<void> {
    this.offsetSeconds += seconds;
    await this.service.setClock(this.offsetSeconds);
  }

  async reaches(id: string, state: string): Promise<Seen> {
    await until(async () => (await this.proposal(id)).state === state, `${id} to be ${state}`);
    return this.proposal(id);
  }
}

export function standing(member: TestMember, role?: string, state = 'ADMITTED'): Record<string, unknown> {
  const roles = role ? [{ role, from: '2020-01-01T00:00:00.000Z', until: null }] : [];
  return { memberId: member.memberId, did: member.did, standing: state, roles, keys: [member.key] };
}
