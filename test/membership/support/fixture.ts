import { digestOf } from '../../../subgraphs/kit/domain/canonical.js';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { FeedEntry } from '../../../subgraphs/kit/journal/feed.js';
import { start } from '../../../subgraphs/membership/index.js';
import { applicationStatement, foundingStatement } from '../../../subgraphs/membership/domain/statements.js';
import { person } from '../../support/people.js';
import type { Person } from '../../support/people.js';
import { startTestService, until } from '../../support/testService.js';
import type { Answer, TestService } from '../../support/testService.js';
import { personhoodIssuer } from './personhood.js';
import type { PersonhoodIssuer } from './personhood.js';

export interface Founded {
  readonly id: string;
  readonly slug: string;
  readonly founder: Person;
  readonly founderId: string;
}

export interface Fixture {
  readonly service: TestService;
  readonly issuer: PersonhoodIssuer;
  readonly operator: Person;
  /** The entries of that type, once the sequencer has placed all there are. */
  journal(type: string): Promise<FeedEntry[]>;
  found(slug: string, by?: 'STEWARDS' | 'VOTE'): Promise<Founded>;
  apply(cooperative: string, applicant: Person, human?: string): Promise<Answer>;
  /** Applies and is admitted by the founder. @returns the member's id. */
  join(cooperative: Founded, applicant: Person): Promise<string>;
  /** Runs `mutation name(input)`, for the id and standing of what it answers or for the fields given. */
  mutate(did: string | undefined, name: string, input: object, fields?: string): Promise<Answer>;
}

export function charterTerms(issuers: string[], by: 'STEWARDS' | 'VOTE' = 'STEWARDS') {
  return {
    text: 'We hold our data together.',
    allowedPurposes: ['dpv:AcademicResearch'],
    prohibitedPurposes: ['dpv:Advertising'],
    rules: [
      {
        kind: 'RESOLUTION',
        method: 'SINGLE',
        quorumBp: 1_000,
        threshold: { numerator: 1, denominator: 2 },
        votingPeriodSeconds: 3_600,
        timelockSeconds: 0,
      },
    ],
    revenuePolicy: {
      reserveBp: 1_000,
      commonsBp: 500,
      reinvestBp: 500,
      basis: 'EQUAL',
      minimumPayoutMinor: '100',
      currency: 'EUR',
      withholdingTaxBp: 0,
    },
    admission: { by, issuers },
    exitBalance: 'PAY',
    privacy: { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 },
  };
}

/** What a founder sends; `changes` are made after everything was signed. */
export function founding(
  issuer: PersonhoodIssuer,
  founder: Person,
  slug: string,
  by: 'STEWARDS' | 'VOTE' = 'STEWARDS',
) {
  const id = newId('coop') as string;
  const foundingCharter = charterTerms([issuer.did], by);
  return {
    id,
    slug,
    name: `The ${slug} co-op`,
    mission: 'To decide ourselves.',
    currency: 'EUR',
    admission: { by, issuers: [issuer.did] },
    foundingCharter: foundingCharter as unknown,
    did: founder.did,
    displayName: founder.name,
    attestation: issuer.attest({ human: founder.name, did: founder.did, cooperative: id }),
    signature: founder.sign(foundingStatement(slug, digestOf(foundingCharter), founder.did)),
  };
}

export function application(
  issuer: PersonhoodIssuer,
  applicant: Person,
  cooperative: string,
  human = applicant.name,
) {
  const attestation = issuer.attest({ human, did: applicant.did, cooperative });
  const displayName = applicant.name;
  return {
    cooperative,
    did: applicant.did,
    displayName,
    attestation,
    signature: applicant.sign(applicationStatement(cooperative, applicant.did, displayName, attestation)),
  };
}

/** Membership on a database of its own. */
export async function startMembership(environment: Record<string, string> = {}): Promise<Fixture> {
  const operator = person('operator');
  const issuer = personhoodIssuer();
  const service = await startTestService(start, 'membership', {
    environment: { OPERATOR_DIDS: operator.did, ...environment },
  });
  const mutate: Fixture['mutate'] = async (did, name, input, fields = 'id standing') => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const answer = await service.ask(
      did,
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
      { input },
    );
    return { ...answer, data: answer.data?.[name] ?? null };
  };
  const apply: Fixture['apply'] = (cooperative, applicant, human) =>
    mutate(undefined, 'applyForMembership', application(issuer, applicant, cooperative, human), 'id');

  return {
    async journal(type) {
      const waiting = 'select 1 from journal_entry where position is null';
      await until(
        async () => (await service.sql(waiting)).length === 0,
        'the sequencer to place all entries',
      );
      return service.journal(type);
    },
    service,
    issuer,
    operator,
    mutate,
    apply,
    async found(slug, by) {
      const founder = person(`founder of ${slug}`);
      const input = founding(issuer, founder, slug, by);
      const answer = await mutate(undefined, 'foundCooperative', input, 'id stewards { id }');
      if (!answer.data) throw new Error(JSON.stringify(answer.errors));
      return { id: input.id, slug, founder, founderId: answer.data.stewards[0].id as string };
    },
    async join(cooperative, applicant) {
      const applied = await apply(cooperative.id, applicant);
      const admitted = await mutate(
        cooperative.founder.did,
        'admitMember',
        { member: applied.data.id },
        'id',
      );
      if (!admitted.data) throw new Error(JSON.stringify([applied.errors, admitted.errors]));
      return admitted.data.id as string;
    },
  };
}
