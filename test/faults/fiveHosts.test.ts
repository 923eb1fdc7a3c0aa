import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { newSigningKey } from '../../wallet/keys/signingKey.js';
import { GraphQLClient } from '../../wallet/client/graphqlClient.js';
import { perform } from '../../wallet/client/mutation.js';
import { Session } from '../../wallet/client/session.js';
import { registerOrganization } from '../../wallet/operations/membership.js';
import { ensureDatabase } from '../../subgraphs/kit/store/database.js';
import { openCollector } from '../support/collector.js';
import type { CollectedSpan, Collector } from '../support/collector.js';
import { newFolder } from '../support/folders.js';
import { describeInFull } from '../support/fullForm.js';
import { startProduct } from './product.js';
import type { Product } from './product.js';

jest.setTimeout(180_000);

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const OWNERS = ['membership', 'governance', 'data', 'payouts', 'gateway'];
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const SERVER = 2;
const CLIENT = 3;
const EVERY_MS = 100;

/** Five processes that share nothing: each has its own folder, keys and database, and is told where the others are. */
describeInFull('five processes on five hosts', () => {
  const id = randomBytes(4).toString('hex');
  const rolePrefix = `hosts_${id.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`;
  const home = newFolder('five-hosts');
  const pins = join(home, 'pins');
  const folderOf = (owner: string): string => join(home, owner);
  const databaseOf = (owner: string): string => `hosts_${id}_${owner}`;
  let collector: Collector;
  let product: Product;
  let urls: ReadonlyMap<string, string>;

  function settingsOf(name: string, at: ReadonlyMap<string, string>): Record<string, string | undefined> {
    const database = new URL(process.env.TEST_POSTGRES_URL!);
    database.pathname = `/${databaseOf(name)}`;
    const others = OWNERS.filter((other) => other !== name && other !== 'gateway');
    urls = at;
    return {
      DATA_DIR: folderOf(name),
      DATABASE_ROLE_PREFIX: rolePrefix,
      PINNED_KEYS_DIR: pins,
      [`DATABASE_URL_${name.toUpperCase()}`]: database.href,
      // Where the others would be by their ports, nobody is.
      ...Object.fromEntries(others.map((other) => [`PORT_${other.toUpperCase()}`, undefined])),
      ...Object.fromEntries(others.map((other) => [`SERVICE_URL_${other.toUpperCase()}`, at.get(other)])),
    };
  }

  beforeAll(async () => {
    mkdirSync(pins);
    collector = await openCollector();
    for (const owner of OWNERS) {
      await ensureDatabase(process.env.TEST_POSTGRES_URL!, databaseOf(owner));
      const env = { PATH: process.env.PATH, DATA_DIR: folderOf(owner) };
      const printed = execFileSync(process.execPath, [`${DIST}gateway/pins.js`, owner], { env });
      writeFileSync(join(pins, `${owner}.json`), printed);
    }
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: String(EVERY_MS),
    };
    product = await startProduct(5, environment, settingsOf);
  });
  afterAll(async () => {
    await product?.stop();
    await collector.close();
    const server = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await server.connect();
    for (const owner of OWNERS) {
      await server.query(`drop database if exists ${databaseOf(owner)} with (force)`);
    }
    await server.end();
    rmSync(home, { recursive: true, force: true });
  });

  test('each holds no private key but its own, and says that it is ready', async () => {
    for (const owner of OWNERS) {
      const held = readdirSync(join(folderOf(owner), 'keys')).filter((name) => OWNERS.includes(name));
      expect(held).toEqual([owner]);
      expect((await fetch(`${urls.get(owner)}/ready`)).status).toBe(200);
      expect(await (await fetch(`${urls.get(owner)}/metrics`)).text()).toContain('process_cpu_seconds');
    }
    expect(product.output()).toContain('a second copy of payouts needs RAIL_URL');
  });

  test('one with other keys than the others were given is refused in words', async () => {
    const environment = {
      PATH: process.env.PATH,
      DEMO: 'false',
      PORT_DATA: '0',
      ...settingsOf('data', urls),
      DATA_DIR: join(home, 'another'),
      PINNED_KEYS_DIR: join(home, 'other pins'),
    };
    mkdirSync(environment.PINNED_KEYS_DIR);
    for (const file of readdirSync(pins).filter((name) => name !== 'data.json')) {
      copyFileSync(join(pins, file), join(environment.PINNED_KEYS_DIR, file));
    }
    const start = promisify(execFile)(process.execPath, [`${DIST}subgraphs/data/main.js`], {
      env: environment,
    });
    await expect(start).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not know the key of data'),
    });
    rmSync(join(environment.PINNED_KEYS_DIR, 'gateway.json'));
    const again = promisify(execFile)(process.execPath, [`${DIST}subgraphs/data/main.js`], {
      env: environment,
    });
    await expect(again).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('gateway.json: it is not there'),
    });
  });

  test('a request is one trace, from the caller’s through the gateway to each service and what that asks', async () => {
    const key = newSigningKey();
    const endpoint = { url: `${product.url}/graphql` };
    const session = await Session.signIn(new GraphQLClient(endpoint), key);
    const accessToken = await session.accessToken();
    const client = new GraphQLClient({ ...endpoint, accessToken: () => Promise.resolve(accessToken) });
    await perform(client, registerOrganization, { name: 'Secret & Sons', kind: 'BUYER' });
    const reply = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${accessToken}`,
        traceparent: `00-${TRACE}-${PARENT}-01`,
      },
      body: JSON.stringify({
        query:
          'query Both($id: ID!) { proposal(id: $id) { id } datasets(first: 1, search: "secret words") { totalCount } }',
        variables: { id: 'prp_01h455vb4pex5vsknk084sn02q' },
      }),
    });
    expect(reply.status).toBe(200);
    const ours = (): CollectedSpan[] => collector.spans().filter(({ traceId }) => traceId === TRACE);
    // What is left of spans goes out at the end.
    await product.stop();

    const one = (name: string, kind: number, service: string): CollectedSpan => {
      const found = ours().filter(
        (span) => span.name === name && span.kind === kind && span.service === `cooperative-${service}`,
      );
      expect({ name, service, count: found.length }).toEqual({ name, service, count: 1 });
      return found[0]!;
    };
    const root = one('POST /graphql', SERVER, 'gateway');
    expect(root.parentSpanId).toBe(PARENT);
    expect(root.attributes).toMatchObject({
      'http.response.status_code': 200,
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Both',
    });
    for (const service of ['governance', 'data']) {
      const asking = one(`${service} query`, CLIENT, 'gateway');
      expect(asking.parentSpanId).toBe(root.spanId);
      const answering = one(service, SERVER, service);
      expect(answering.parentSpanId).toBe(asking.spanId);
      // It had to see what its caller had just written in membership's journal.
      const looking = ours().find(
        ({ name, kind, parentSpanId }) =>
          name === 'membership feed.positionOf' && kind === CLIENT && parentSpanId === answering.spanId,
      );
      const looked = ours().filter(
        ({ name, kind }) => name === 'membership feed.positionOf' && kind === SERVER,
      );
      expect(looked.map(({ parentSpanId }) => parentSpanId)).toContain(looking!.spanId);
    }
    for (const secret of [
      key.did,
      accessToken,
      'Secret & Sons',
      'secret words',
      'prp_01h455vb4pex5vsknk084sn02q',
    ]) {
      expect(collector.text()).not.toContain(secret);
    }
  });
});
