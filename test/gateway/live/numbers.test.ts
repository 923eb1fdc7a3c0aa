import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import { liveLimitsOf } from '../../../gateway/live/limits.js';
import { ConnectionQuota } from '../../../gateway/live/connectionQuota.js';
import { LiveSockets } from '../../../gateway/live/sockets.js';
import { Subscriptions } from '../../../gateway/live/subscriptions.js';
import { ErrorFormatter } from '../../../gateway/observability/errorFormatter.js';
import type { Pipeline } from '../../../gateway/pipeline/pipeline.js';
import { AnswerText } from '../../../gateway/engine/response/answer.js';
import { Place } from '../../../subgraphs/kit/http/pause.js';
import { printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import { readSettings } from '../../../subgraphs/kit/settings.js';
import { LiveClient } from '../../support/liveClient.js';

const WRITTEN = '[9007199254740993,1.0,-0,{"a":1e400}]';
const DATA = `{"data":{"echo":${WRITTEN}}}`;

const asked: string[] = [];
const server = createServer();
let client: LiveClient;

/** Answers as the engine would: of a subscription two events. */
async function* events() {
  const event = { data: AnswerText.ofDocument(Buffer.from(DATA)), errors: [] };
  yield await Promise.resolve(event);
  yield event;
}

beforeAll(async () => {
  const run: Pipeline['run'] = ({ read }) => {
    const body = printExact(read())!;
    asked.push(body);
    return Promise.resolve(
      body.includes('subscription')
        ? { kind: 'stream', events: events(), viewer: null, told: { type: 'subscription', name: null } }
        : { kind: 'answer', status: 200, isGraphqlFault: false, headers: {}, body: DATA, refused: undefined },
    );
  };
  const logger = pino({ level: 'silent' });
  const errors = new ErrorFormatter(logger, true);
  const sockets = new LiveSockets({
    pipeline: { run },
    subscriptions: new Subscriptions({ errors, logger, answerBytesMax: 1_000 }),
    errors,
    metrics: { socketAnswered: () => undefined },
    initHeaders: ['authorization'],
    viewerOf: () => Promise.resolve(null),
    enter: () =>
      new Place(
        () => undefined,
        () => undefined,
      ),
    viewers: new ConnectionQuota(9, 'connections'),
    addresses: new ConnectionQuota(9, 'connections'),
    logger,
    limits: liveLimitsOf(readSettings(gatewaySettingsSchema, {})),
  });
  server.on('upgrade', (request, socket, head) =>
    sockets.take(request, socket, head, {
      address: '127.0.0.1',
      forwarded: {},
      client: 'a',
      saying: {},
      used: () => undefined,
      holds: () => () => undefined,
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = await LiveClient.signedIn(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await client.close();
  server.close();
});

test.each(['query', 'subscription'])(
  'numbers of a %s over a WebSocket arrive as they were written, in both directions',
  async (kind) => {
    const texts: string[] = [];
    client.socket.on('message', (message: Buffer) => texts.push(message.toString()));
    const query = `"${kind} ($v: Any) { echo(value: $v) }"`;
    const id = `"${kind}"`;
    client.socket.send(
      `{"id":${id},"type":"subscribe","payload":{"query":${query},"variables":{"v":${WRITTEN}}}}`,
    );
    while ((await client.next())?.type !== 'complete');
    expect(asked.at(-1)).toBe(`{"query":${query},"variables":{"v":${WRITTEN}}}`);
    expect(texts[0]).toBe(`{"id":${id},"type":"next","payload":${DATA}}`);
  },
);

test('a message that is no JSON closes the connection, numbers or not', async () => {
  client.socket.send('{"id":"x","v":1.0,}');
  expect((await client.closing()).code).toBe(4400);
});
