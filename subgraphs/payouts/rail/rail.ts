import { createPrivateKey, createPublicKey, generateKeyPairSync, timingSafeEqual } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Transfers } from './transfers.js';
import type { Order, Transfer } from './transfers.js';
import { Webhooks } from './webhooks.js';
import type { Mischief } from './webhooks.js';

const BODY_BYTES_MAX = 10_000;
const STEP_MS = 20;

export interface RailOptions {
  /** Where transfers and the key rest. */
  directory: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** What callers must show. */
  token: string;
  mischief: Mischief;
}

export interface RunningRail {
  readonly url: string;
  /** Ed25519, 32 bytes in base64url: checks the webhooks. */
  readonly publicKey: string;
  stop(): Promise<void>;
}

/** Starts the sandbox rail; what a kill interrupted goes on. */
export async function startRail({
  directory,
  host,
  port,
  token,
  mischief,
}: RailOptions): Promise<RunningRail> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const transfers = new Transfers(join(directory, 'transfers.ndjson'));
  const key = signingKey(join(directory, 'key.json'));
  const webhooks = new Webhooks(transfers, key, mischief);
  const steps = new Set<NodeJS.Timeout>();

  const proceed = (transfer: Transfer): void => {
    const step = setTimeout(() => {
      steps.delete(step);
      const event = transfers.advance(transfer);
      if (event) webhooks.tell(event);
      if (transfers.unfinished().includes(transfer)) proceed(transfer);
    }, STEP_MS);
    steps.add(step);
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    if (request.url === '/health') return { status: 200, body: 'ok' };
    if (!mayAsk(request, token)) return { status: 401, body: { error: 'a token is asked for' } };
    const [, resource, id] = (request.url ?? '').split('/');
    if (request.method === 'GET' && resource === 'transfers' && id) {
      const transfer = transfers.get(id);
      return transfer
        ? { status: 200, body: transfer }
        : { status: 404, body: { error: 'no such transfer' } };
    }
    if (request.method !== 'PUT') return { status: 405, body: { error: 'PUT or GET' } };
    const body = await readJson(request);
    if (resource === 'endpoint' && typeof body?.url === 'string') {
      webhooks.endpoint(body.url);
      return { status: 200, body: {} };
    }
    if (resource !== 'transfers' || !id || !isOrder(body))
      return { status: 400, body: { error: 'no order' } };
    const made = transfers.order(id, body);
    if (made.answer === 'conflict') return { status: 409, body: { error: 'another order has this id' } };
    if (made.answer === 'no method') return { status: 422, body: { error: 'the rail has no such method' } };
    if (!('transfer' in made)) return { status: 500, body: {} };
    if (made.answer === 'made') proceed(made.transfer);
    return { status: made.answer === 'made' ? 201 : 200, body: made.transfer };
  };

  const server = createServer((request, response) => {
    answer(request).then(
      (done) => send(response, done.status, done.body),
      () => send(response, 400, { error: 'this cannot be read' }),
    );
  });
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, host, done));
  for (const transfer of transfers.unfinished()) proceed(transfer);
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    publicKey: createPublicKey(key).export({ format: 'jwk' }).x!,
    async stop() {
      for (const step of steps) clearTimeout(step);
      webhooks.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      transfers.close();
    },
  };
}

function mayAsk(request: IncomingMessage, token: string): boolean {
  const shown = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

function isOrder(body: Record<string, unknown> | undefined): body is Record<string, unknown> & Order {
  return (
    (body?.direction === 'IN' || body?.direction === 'OUT') &&
    /^[1-9]\d{0,17}$/.test(String(body.amountMinor)) &&
    /^[A-Z]{3}$/.test(String(body.currency)) &&
    typeof body.party === 'string' &&
    typeof body.method === 'string'
  );
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > BODY_BYTES_MAX) throw new Error('the body is too large');
  }
  const body = JSON.parse(text) as unknown;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Made at the first start; written aside, so that a kill leaves no half key. */
function signingKey(path: string): KeyObject {
  if (!existsSync(path)) {
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    writeFileSync(`${path}.new`, JSON.stringify(jwk), { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
  return createPrivateKey({ key: JSON.parse(readFileSync(path, 'utf8')) as JsonWebKey, format: 'jwk' });
}
