import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LogPort } from '../../../subgraphs/kit/journal/logPort.js';
import { LogReads } from '../../../gateway/log/logReads.js';
import { until } from '../../support/testService.js';
import { memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway, ToyReply } from '../support/toys.js';
import { village } from '../support/village.js';

const DOCUMENTS = 12;
const FIELDS = 20;
/** Of one service at once, in all and for one caller; and those of one caller that wait. */
const AT_ONCE = 4;
const AT_ONCE_OF_ONE = 2;
const WAITING_OF_ONE = 100;

/** The log of a service whose reads of coop_held last until they are let go. */
class HeldLog {
  inside = 0;
  most = 0;
  asked = 0;
  private held: (() => void)[] = [];

  readonly port: Pick<LogPort, 'entries'> = {
    entries: async ({ cooperative }) => {
      this.asked += 1;
      this.inside += 1;
      this.most = Math.max(this.most, this.inside);
      if (cooperative === 'coop_held') await new Promise<void>((go) => this.held.push(go));
      this.inside -= 1;
      return { entries: [], hasNextPage: false };
    },
  };

  letGo(): void {
    for (const go of this.held.splice(0)) go();
  }
}

const keys = memoryKeys();
const logs = {
  membership: new HeldLog(),
  governance: new HeldLog(),
  data: new HeldLog(),
  payouts: new HeldLog(),
};
const all = Object.values(logs);
let gateway: ToyGateway;

beforeAll(async () => {
  const { membership, governance } = village(keys, {
    membership: logs.membership.port,
    governance: logs.governance.port,
  });
  const others = (['data', 'payouts'] as const).map((name) => ({
    ...governance,
    name,
    log: { ...governance.log, ...logs[name].port },
    sdl: () => Promise.resolve(`type Query { ${name}Here: Boolean }`),
  }));
  gateway = await startToyGateway(keys, [membership, governance, ...others]);
});
afterAll(() => gateway.stop());
beforeEach(() => all.forEach((log) => Object.assign(log, { inside: 0, most: 0, asked: 0 })));

/** As many documents as an attacker sends at once; of each field the page may be another. */
function attack(argumentsOf: (document: number, field: number) => string): Promise<ToyReply>[] {
  return Array.from({ length: DOCUMENTS }, (_, document) => {
    const fields = Array.from(
      { length: FIELDS },
      (__, field) =>
        `a${field}: auditTrail(cooperative: "coop_held" first: 100 ${argumentsOf(document, field)}) { nodes { leaf } }`,
    );
    return gateway.ask(`{ ${fields.join(' ')} }`);
  });
}

/** Lets go whatever is held, until all have their answers. */
async function answered(replies: Promise<ToyReply>[]): Promise<ToyReply[]> {
  let isOver = false;
  const whole = Promise.all(replies).finally(() => (isOver = true));
  await until(() => {
    all.forEach((log) => log.letGo());
    return Promise.resolve(isOver);
  }, 'the answers');
  return whole;
}

async function victimIsAnswered(): Promise<void> {
  const authorization = `Bearer ${gateway.issuer.token()}`;
  const { codes, body } = await gateway.ask(
    '{ me auditTrail(cooperative: "coop_free") { nodes { leaf } } }',
    {},
    { authorization },
  );
  expect(codes).toEqual([]);
  expect(body.data).toMatchObject({ auditTrail: { nodes: [] } });
}

describe('reads of the logs', () => {
  test('of equal pages at the same time are one, and another viewer is answered meanwhile', async () => {
    const replies = attack(() => '');
    await until(() => Promise.resolve(all.every(({ inside }) => inside > 0)), 'the first reads');
    await victimIsAnswered();
    const codes = (await answered(replies)).flatMap((reply) => reply.codes);
    expect(codes).toEqual([]);
    for (const log of all) expect(log.asked).toBeLessThanOrEqual(DOCUMENTS + 1);
  });

  test('of one caller are few at once, and beyond a line of them refused', async () => {
    const replies = attack((document, field) => `type: "T${document}x${field}"`);
    await until(
      () => Promise.resolve(all.every(({ inside }) => inside === AT_ONCE_OF_ONE)),
      'the first reads',
    );
    await victimIsAnswered();
    const codes = (await answered(replies)).flatMap((reply) => reply.codes);
    for (const log of all) {
      expect(log.most).toBeLessThanOrEqual(AT_ONCE);
      expect(log.most).toBe(AT_ONCE_OF_ONE + 1);
    }
    expect(new Set(codes)).toEqual(new Set(['OVERLOADED']));
    expect(codes.length).toBeLessThanOrEqual(DOCUMENTS * FIELDS - WAITING_OF_ONE);
  });

  test('cost what they read: four pages for each', async () => {
    const fields = Array.from(
      { length: FIELDS },
      (_, field) => `a${field}: auditTrail(first: 100) { nodes { leaf } edges { node { leaf } } }`,
    );
    expect((await gateway.ask(`{ ${fields.join(' ')} }`)).codes).toEqual(['COST_EXCEEDED']);
    expect((await gateway.ask(`{ ${fields.slice(0, 5).join(' ')} }`)).codes).toEqual([]);
    expect(logs.data.asked).toBe(1);
  });
});

test('whoever joins a read that could not wait any longer asks anew, as long as they can wait', async () => {
  const reads = new LogReads();
  const held: (() => void)[] = [];
  const ask = (what: string, withinMs: number) =>
    reads.ask(
      { service: 'data', caller: 'one', session: 'ses_a', what: [what], withinMs },
      () => new Promise<string>((go) => held.push(() => go(what))),
    );
  const busy = [ask('a', 10_000), ask('b', 10_000)];
  const impatient = ask('c', 20);
  const patient = ask('c', 10_000);
  await expect(impatient).rejects.toMatchObject({ code: 'OVERLOADED' });
  let isAnswered = false;
  const answered = Promise.all([...busy, patient]).finally(() => (isAnswered = true));
  await until(() => {
    for (const go of held.splice(0)) go();
    return Promise.resolve(isAnswered);
  }, 'all three');
  expect(await answered).toEqual(['a', 'b', 'c']);
});

test('the same read of another session is a read of its own', async () => {
  const reads = new LogReads();
  let read = 0;
  const ask = (session: string) =>
    reads.ask({ service: 'data', caller: 'one', session, what: ['a'], withinMs: 1_000 }, () => {
      read += 1;
      return Promise.resolve(session);
    });
  expect(await Promise.all([ask('ses_a'), ask('ses_b'), ask('ses_a')])).toEqual(['ses_a', 'ses_b', 'ses_a']);
  expect(read).toBe(2);
});
