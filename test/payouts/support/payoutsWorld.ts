import { randomUUID } from 'node:crypto';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { PLATFORM } from '../../../subgraphs/kit/store/scope.js';
import type { CharterTerms } from '../../../subgraphs/kit/contracts/charterTerms.js';
import { start } from '../../../subgraphs/payouts/index.js';
import { person } from '../../support/people.js';
import type { Person } from '../../support/people.js';
import { startTestService, until } from '../../support/testService.js';
import type { Answer, TestService } from '../../support/testService.js';

export interface TestMember extends Person {
  memberId: string;
}

export interface TestBuyer extends Person {
  organizationId: string;
}

export interface TestCooperative {
  id: string;
  steward: TestMember;
}

type Policy = CharterTerms['revenuePolicy'];

/** Shares that are easy to reckon with: a tenth, a tenth, none; equal parts; no tax. */
const POLICY: Policy = {
  reserveBp: 1_000,
  commonsBp: 1_000,
  reinvestBp: 0,
  basis: 'EQUAL',
  minimumPayoutMinor: '100',
  currency: 'USD',
  withholdingTaxBp: 0,
};

const ISSUER = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';

function termsWith(policy: Partial<Policy>, exitBalance: 'PAY' | 'HOLD'): CharterTerms {
  return {
    text: 'We pool our data.',
    allowedPurposes: ['dpv:ResearchAndDevelopment'],
    prohibitedPurposes: [],
    rules: [
      {
        kind: 'LICENCE',
        method: 'SINGLE',
        quorumBp: 0,
        threshold: { numerator: 1, denominator: 2 },
        votingPeriodSeconds: 60,
        timelockSeconds: 0,
      },
    ],
    revenuePolicy: { ...POLICY, ...policy },
    admission: { by: 'STEWARDS', issuers: [ISSUER] },
    exitBalance,
    privacy: { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 },
  };
}

/** The payouts service with what other services' journals would tell it. */
export class PayoutsWorld {
  private constructor(readonly service: TestService) {}

  static async start(): Promise<PayoutsWorld> {
    return new PayoutsWorld(await startTestService(start, 'payouts'));
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  async cooperative(
    policy: Partial<Policy> = {},
    exitBalance: 'PAY' | 'HOLD' = 'PAY',
  ): Promise<TestCooperative> {
    const id = newId('coop');
    const steward = { ...person('steward'), memberId: newId('mem') };
    const currency = policy.currency ?? POLICY.currency;
    await this.service.tell('membership', id, 'CooperativeFounded', {
      cooperative: { id, slug: 'a-co-op', name: 'A co-op', did: 'did:key:z6MkCoop', currency },
      standing: standingOf(steward, 'ADMITTED', ['MEMBER', 'STEWARD']),
    });
    await this.charter(id, 1, policy, exitBalance);
    return { id, steward };
  }

  charter(
    cooperative: string,
    version: number,
    policy: Partial<Policy>,
    exitBalance: 'PAY' | 'HOLD' = 'PAY',
  ): Promise<void> {
    const effectiveAt = new Date(0).toISOString();
    const terms = termsWith(policy, exitBalance);
    return this.service.tell('governance', cooperative, 'CharterEnacted', { version, terms, effectiveAt });
  }

  /** The terms of a charter that divides as that policy says. */
  terms(policy: Partial<Policy>): CharterTerms {
    return termsWith(policy, 'PAY');
  }

  async member(cooperative: string, name: string): Promise<TestMember> {
    const member = { ...person(name), memberId: newId('mem') };
    await this.standing(cooperative, member, 'ADMITTED');
    return member;
  }

  standing(
    cooperative: string,
    member: TestMember,
    standing: string,
    type = 'MemberAdmitted',
  ): Promise<void> {
    const { memberId } = member;
    return this.service.tell('membership', cooperative, type, {
      memberId,
      standing: standingOf(member, standing, ['MEMBER']),
    });
  }

  /** Gives an admitted member a role beside. */
  grant(cooperative: string, member: TestMember, role: 'STEWARD' | 'AUDITOR'): Promise<void> {
    return this.service.tell('membership', cooperative, 'RolesChanged', {
      standing: standingOf(member, 'ADMITTED', ['MEMBER', role]),
    });
  }

  async buyer(name: string): Promise<TestBuyer> {
    const buyer = { ...person(name), organizationId: newId('org') };
    const { organizationId: id, did, key } = buyer;
    await this.service.tell('membership', PLATFORM, 'OrganizationRegistered', {
      organization: { id, did, name, kind: 'BUYER', keys: [key] },
    });
    return buyer;
  }

  /** Agrees a licence. @returns the licence and the invoice that follows. */
  async invoiced(
    cooperative: string,
    buyer: TestBuyer,
    amountMinor: bigint,
    currency = 'USD',
  ): Promise<{ licence: string; invoice: string }> {
    const licence = newId('lic');
    const about = { licence, dataset: newId('dst'), buyer: buyer.organizationId };
    await this.service.tell('data', cooperative, 'LicenceRequested', {
      ...about,
      purpose: 'dpv:ResearchAndDevelopment',
    });
    await this.service.tell('data', cooperative, 'LicenceAgreed', {
      ...about,
      price: { amountMinor: amountMinor.toString(), currency, model: 'FLAT' },
      termDays: 30,
    });
    const [row] = await this.service.sql<{ invoice_id: string }>(
      'select invoice_id from invoice where licence_id = $1',
      [licence],
    );
    return { licence, invoice: row?.invoice_id ?? '' };
  }

  pay(
    buyer: Person,
    invoice: string,
    method = 'default',
    idempotencyKey: string = randomUUID(),
  ): Promise<Answer> {
    return this.ask(buyer, 'mutation ($input: PayInvoiceInput!) { payInvoice(input: $input) { id state } }', {
      input: { invoice, method, idempotencyKey },
    });
  }

  /** A licence at that price, paid. */
  async earned(
    cooperative: string,
    buyer: TestBuyer,
    amountMinor: bigint,
  ): Promise<{ licence: string; invoice: string }> {
    const made = await this.invoiced(cooperative, buyer, amountMinor);
    await this.pay(buyer, made.invoice);
    await this.untilState(made.invoice, 'PAID');
    return made;
  }

  async untilState(invoice: string, state: 'PAID' | 'UNPAID'): Promise<void> {
    await until(async () => {
      const [row] = await this.service.sql<{ paid: boolean }>(
        'select paid_at is not null as paid from invoice where invoice_id = $1',
        [invoice],
      );
      return row?.paid === (state === 'PAID');
    }, `${invoice} to be ${state}`);
  }

  closePeriod(
    steward: Person,
    cooperative: string,
    from: Date,
    until: Date,
    idempotencyKey: string = randomUUID(),
  ): Promise<Answer> {
    return this.ask(
      steward,
      'mutation ($input: ClosePeriodInput!) { closePeriod(input: $input) { id state memberCount pool { amountMinor } } }',
      { input: { cooperative, from: from.toISOString(), until: until.toISOString(), idempotencyKey } },
    );
  }

  /** Closes everything until now and waits for the run. @returns its id. */
  async closed(cooperative: TestCooperative, from = new Date(0)): Promise<string> {
    const answer = await this.closePeriod(cooperative.steward, cooperative.id, from, await this.now());
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    const { id } = answer.data.closePeriod as { id: string };
    await until(async () => (await this.runState(id)) === 'CLOSED', `${id} to be closed`);
    return id;
  }

  async runState(run: string): Promise<string> {
    const answer = await this.ask(undefined, 'query ($id: ID!) { dividendRun(id: $id) { state } }', {
      id: run,
    });
    return (answer.data as { dividendRun: { state: string } }).dividendRun.state;
  }

  /** Waits for the entries of that type whose values match, and answers their values. */
  async journalled(
    type: string,
    match: Record<string, unknown>,
    count = 1,
  ): Promise<Record<string, unknown>[]> {
    let found: Record<string, unknown>[] = [];
    await until(
      async () => {
        const entries = await this.service.journal(type);
        found = entries
          .map(({ values }) => values)
          .filter((values) => Object.entries(match).every(([name, value]) => values[name] === value));
        return found.length >= count;
      },
      `${count} ${type} with ${JSON.stringify(match)}`,
    );
    return found;
  }

  async now(): Promise<Date> {
    const [row] = await this.service.sql<{ now: Date }>('select app_now() as now');
    return row!.now;
  }

  /** What stands in each account, in debits, by code; accounts of a kind added up. */
  async balances(cooperative: string): Promise<Record<string, bigint>> {
    const rows = await this.service.sql<{ code: string; total: string }>(
      `select code, sum(debit_minor) as total from ledger_account join account_balance using (cooperative_id, account_id)
       where cooperative_id = $1 group by code having sum(debit_minor) <> 0 order by code`,
      [cooperative],
    );
    return Object.fromEntries(rows.map((row) => [row.code, BigInt(row.total)]));
  }

  /** A member's own view of an entity of theirs. */
  async own(member: TestMember, fields: string): Promise<Answer> {
    return this.ask(
      member,
      `query ($is: [_Any!]!) { _entities(representations: $is) { ... on Member { ${fields} } } }`,
      { is: [{ __typename: 'Member', id: member.memberId }] },
    );
  }

  async balanceOf(member: TestMember): Promise<bigint> {
    const answer = await this.own(member, 'balance { amountMinor }');
    return BigInt(answer.data._entities[0].balance.amountMinor as string);
  }

  ask(who: Person | undefined, query: string, variables?: Record<string, unknown>): Promise<Answer> {
    return this.service.ask(who?.did, query, variables);
  }
}

function standingOf(member: TestMember, standing: string, roles: string[]) {
  const { memberId, did, key } = member;
  const held = roles.map((role) => ({ role, from: new Date(0).toISOString(), until: null }));
  return { memberId, did, standing, roles: held, keys: [key] };
}
