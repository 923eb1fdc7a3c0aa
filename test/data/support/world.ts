import { randomBytes, randomUUID } from 'node:crypto';
import { start } from '../../../subgraphs/data/index.js';
import { digestOf } from '../../../subgraphs/kit/domain/canonical.js';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import type { LogPort } from '../../../subgraphs/kit/journal/logPort.js';
import type { CharterTerms } from '../../../subgraphs/kit/contracts/charterTerms.js';
import { consentBy, contributionBy } from '../../../wallet/actions/contributing.js';
import type { ConsentTerms } from '../../../wallet/actions/contributing.js';
import { person } from '../../support/people.js';
import type { Person } from '../../support/people.js';
import { startTestService, until } from '../../support/testService.js';
import type { Answer, TestService, TestServiceOptions } from '../../support/testService.js';
import { charterTerms } from './charter.js';
import { GovernanceLog } from './governanceLog.js';
import { walletOf } from './wallets.js';
import type { Wallet } from './wallets.js';

export interface Member extends Wallet {
  readonly memberId: string;
  readonly cooperative: string;
}

export interface Buyer extends Person {
  readonly id: string;
}

/** A licence as these tests look at it. */
export const LICENCE = `id state purpose reason validUntil agreement agreementDigest decideBy
  offer { id digest charterVersion purposes prohibited termDays price { amount { amountMinor } } }
  decision { id } buyer { id } dataset { id } steps { party state message }`;

/** The data service on its own, with the other services' journals in the test's hands. */
export class World {
  private constructor(
    readonly service: TestService,
    readonly log: GovernanceLog,
  ) {}

  static async open(options: Pick<TestServiceOptions, 'icuLocale'> = {}): Promise<World> {
    const log = new GovernanceLog();
    const logs = { governance: log as Partial<LogPort> as LogPort };
    const service = await startTestService(start, 'data', { logs, ...options });
    log.feed = service.feed('governance');
    log.key = service.keys.signing('governance/log', 'ed25519');
    return new World(service, log);
  }

  /** A co-op under a charter, with nobody in it. */
  async found(terms: CharterTerms = charterTerms()): Promise<string> {
    const id = newId('coop');
    const cooperative = {
      id,
      slug: id.slice(-8),
      name: 'Drivers',
      currency: 'USD',
      did: person('co-op').did,
    };
    await this.service.tell('membership', id, 'CooperativeFounded', { cooperative, charter: terms });
    await this.enactCharter(id, 1, terms);
    return id;
  }

  async enactCharter(cooperative: string, version: number, terms: CharterTerms): Promise<void> {
    const effectiveAt = '2020-01-01T00:00:00.000Z';
    await this.service.tell('governance', cooperative, 'CharterEnacted', { version, terms, effectiveAt });
  }

  async admit(cooperative: string, ...roles: string[]): Promise<Member> {
    const wallet = walletOf('member');
    const member = { ...wallet, memberId: newId('mem'), cooperative };
    await this.setStanding(member, 'ADMITTED', ['MEMBER', ...roles]);
    return member;
  }

  async setStanding(
    member: Member,
    standing: string,
    roles: string[] = [],
    type = 'MemberAdmitted',
  ): Promise<void> {
    const { memberId, did, key } = member;
    const grants = roles.map((role) => ({ role, from: '2020-01-01T00:00:00.000Z', until: null }));
    const snapshot = { memberId, did, standing, roles: grants, keys: [key] };
    await this.service.tell('membership', member.cooperative, type, { memberId, standing: snapshot });
  }

  async register(kind = 'BUYER'): Promise<Buyer> {
    const buyer = { ...person('buyer'), id: newId('org') };
    const organization = { id: buyer.id, did: buyer.did, name: 'Research Ltd', kind, keys: [buyer.key] };
    await this.service.tell('membership', 'coop_platform', 'OrganizationRegistered', { organization });
    return buyer;
  }

  /** What the worker does at its first start. */
  async publishComputeKey(version = 1): Promise<void> {
    await this.service.sql(
      'insert into compute_key (version, public_key, published_at) values ($1, $2, now())',
      [version, COMPUTE_KEY],
    );
  }

  /** Asks and expects no refusal. */
  async must<T = Record<string, unknown>>(
    did: string | undefined,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<T> {
    const answer = await this.service.ask(did, query, variables);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data as T;
  }

  /** One mutation of one input. */
  mutate(
    did: string | undefined,
    name: string,
    input: Record<string, unknown>,
    fields = 'id',
  ): Promise<Answer> {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    return this.service.ask(did, `mutation M($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, {
      input,
    });
  }

  /** The same, when it must succeed. */
  async did<T = { id: string }>(
    did: string,
    name: string,
    input: Record<string, unknown>,
    fields = 'id',
  ): Promise<T> {
    const answer = await this.mutate(did, name, input, fields);
    if (answer.errors) throw new Error(`${name}: ${JSON.stringify(answer.errors)}`);
    return (answer.data as Record<string, T>)[name]!;
  }

  async publish(steward: Member, changes: Record<string, unknown> = {}): Promise<string> {
    const input = { ...datasetInput(steward.cooperative), ...changes };
    return (await this.did(steward.did, 'publishDataset', input)).id;
  }

  async offer(steward: Member, dataset: string, terms: Record<string, unknown> = {}): Promise<string> {
    return (await this.did(steward.did, 'publishOffer', { dataset, terms: { ...offerTerms(), ...terms } }))
      .id;
  }

  /** As the wallet does it; answers what was sent too. */
  async contribute(member: Member, dataset: string, rows: number) {
    const input = (await contributionOf(member, dataset, rows)).input as Record<string, unknown> & {
      cid: string;
    };
    const { id } = await this.did(member.did, 'contribute', input);
    return { id, input };
  }

  async consent(member: Member, dataset: string, terms: Partial<ConsentTerms> = {}) {
    const input = await this.consentInput(member, dataset, terms);
    return { id: (await this.did(member.did, 'grantConsent', input)).id, input };
  }

  /** A consent as the wallet signs it, not yet sent. */
  async consentInput(member: Member, dataset: string, terms: Partial<ConsentTerms> = {}, version = 1) {
    const { input } = await consentBy(member.signingKey, {
      cooperative: member.cooperative,
      dataset,
      datasetKey: member.datasetKey(dataset),
      computeKey: { version, publicKey: COMPUTE_KEY },
      terms: {
        purposes: ['dpv:AcademicResearch'],
        categories: ['ORDINARY'],
        recipients: ['BUYER'],
        expiresAt: null,
        ...terms,
      },
    });
    return input as Record<string, unknown> & { id: string };
  }

  async withdraw(member: Member, consent: string): Promise<Answer> {
    const statement = { v: 1, type: 'ConsentWithdrawal', consent, member: member.did };
    const input = { consent, signature: member.sign(statement), key: member.key };
    return this.mutate(member.did, 'withdrawConsent', input, 'id state withdrawnAt');
  }

  async now(): Promise<Date> {
    const [row] = await this.service.sql<{ now: Date }>('select app_now() as now');
    return row!.now;
  }

  until(holds: () => Promise<boolean>, what: string): Promise<void> {
    return until(holds, what);
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}

/** Any X25519 key will do where nobody opens the wraps. */
const COMPUTE_KEY = 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo';

export function contributionOf(member: Member, dataset: string, rows: number) {
  const content = Array.from({ length: rows }, (_, row) => ({ borough: 'Bronx', fare: row + 0.5 }));
  return contributionBy(member.signingKey, dataset, member.datasetKey(dataset), content);
}

export function datasetInput(cooperative: string): Record<string, unknown> {
  const column = { unit: null, bounds: null, categories: null, sensitivity: 'ORDINARY' };
  return {
    cooperative,
    title: 'Taxi trips',
    description: 'Trips of our members in New York.',
    keywords: ['taxi', 'fares'],
    themes: ['transport'],
    columns: [
      {
        ...column,
        name: 'borough',
        type: 'TEXT',
        meaning: 'where it began',
        categories: ['Bronx', 'Queens'],
      },
      {
        ...column,
        name: 'fare',
        type: 'NUMBER',
        unit: 'US dollars',
        meaning: 'paid',
        bounds: { min: 0, max: 100 },
      },
    ],
    temporal: { from: '2019-02-28T00:00:00.000Z', until: '2019-04-01T00:00:00.000Z' },
    spatial: 'New York',
    rowsPerMemberMax: 20,
  };
}

export function offerTerms(): Record<string, unknown> {
  return {
    purposes: ['dpv:AcademicResearch'],
    prohibited: [],
    duties: ['Name the co-op in publications.'],
    price: { amount: { amountMinor: '250000', currency: 'USD' }, model: 'FLAT', jobPrice: null },
    termDays: 365,
  };
}

export function key(): string {
  return randomUUID();
}

export function randomDigest(): string {
  return digestOf(randomBytes(8).toString('hex'));
}
