import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import pino from 'pino';
import { notifierOverNats } from '../../../subgraphs/kit/live/natsNotifier.js';
import { notifierInProcess } from '../../../subgraphs/kit/live/journalNotifier.js';
import type { JournalNotifier } from '../../../subgraphs/kit/live/journalNotifier.js';
import { scaledNatsUrl } from '../../support/scaledServers.js';
import { until } from '../../support/testService.js';

const logger = pino({ level: 'silent' });

/** Two ends of the same port: what one tells, the other hears. */
interface Ends {
  telling: JournalNotifier;
  hearing: JournalNotifier;
  prefix: string;
}

const PORTS: [string, () => Ends][] = [
  [
    'in a process',
    () => {
      const wakes = notifierInProcess();
      return { telling: wakes, hearing: wakes, prefix: '' };
    },
  ],
];
const natsUrl = await scaledNatsUrl();
if (natsUrl !== undefined) {
  PORTS.push([
    'over NATS',
    () => {
      const prefix = `test_${randomUUID()}`;
      const options = { url: natsUrl, prefix, logger };
      return { telling: notifierOverNats(options), hearing: notifierOverNats(options), prefix };
    },
  ]);
}

describe.each(PORTS)('wakes %s', (_, open) => {
  let ends: Ends;
  beforeEach(() => {
    ends = open();
  });
  afterEach(() => Promise.all([ends.telling.close(), ends.hearing.close()]));

  /** Tells until it is heard: a wake may be lost, and nobody minds. */
  const toldUntil = (heard: unknown[], service = 'data', position = 7n) =>
    until(() => {
      if (heard.length === 0) ends.telling.tell(service, position);
      return Promise.resolve(heard.length > 0);
    }, 'a wake');

  it('say up to which position there are entries, and of which service', async () => {
    const heard: bigint[] = [];
    const others: bigint[] = [];
    ends.hearing.hear('data', (position) => heard.push(position));
    ends.hearing.hear('payouts', (position) => others.push(position));
    await toldUntil(heard);
    expect(heard[0]).toBe(7n);
    expect(others).toEqual([]);
  });

  it('are heard by all who listen, until they stop', async () => {
    const [one, other]: bigint[][] = [[], []];
    const stop = ends.hearing.hear('data', (position) => one!.push(position));
    ends.hearing.hear('data', (position) => other!.push(position));
    await toldUntil(one!);
    stop();
    const before = one!.length;
    other!.length = 0;
    await toldUntil(other!);
    expect(one!).toHaveLength(before);
  });

  it('may be told when nobody listens, and after the end', async () => {
    ends.telling.tell('data', 1n);
    await ends.telling.close();
    expect(() => ends.telling.tell('data', 2n)).not.toThrow();
  });
});

describe('wakes over NATS', () => {
  it('cost nothing when there is no server', async () => {
    const wakes = notifierOverNats({ url: 'nats://127.0.0.1:9', prefix: 'test', logger });
    const heard: bigint[] = [];
    wakes.hear('data', (position) => heard.push(position));
    expect(() => wakes.tell('data', 1n)).not.toThrow();
    await wakes.close();
    expect(heard).toEqual([]);
  });

  (natsUrl ? it : it.skip)('pass over what is no position', async () => {
    const prefix = `test_${randomUUID()}`;
    const wakes = notifierOverNats({ url: natsUrl!, prefix, logger });
    const stranger = await connect({ servers: natsUrl! });
    const heard: bigint[] = [];
    wakes.hear('data', (position) => heard.push(position));
    await until(() => {
      for (const lie of ['', '-1', '0', '1e9', '9'.repeat(30), '{}', 'x']) {
        stranger.publish(`${prefix}.journal.data`, lie);
      }
      stranger.publish(`${prefix}.journal.data`, '5');
      return Promise.resolve(heard.length > 0);
    }, 'a wake');
    await stranger.close();
    await wakes.close();
    expect(new Set(heard)).toEqual(new Set([5n]));
  });
});
