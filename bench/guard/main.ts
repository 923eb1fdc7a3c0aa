import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import 'reflect-metadata';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { startGateway } from '../../gateway/gateway.js';
import type { KeyPort } from '../../subgraphs/kit/identity/keys.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { ATTACKS } from './catalogue.js';
import type { Attack } from './catalogue.js';
import { treeCpuMs } from './treeCpu.js';
import { emptySubgraphs } from './subgraphs.js';

/**
 * What one request can cost the gateway at most: sends each of a catalogue of hostile requests to a gateway over the real
 * schema, with nothing behind it, and prints the CPU time that its processes spent, planners and garbage collector included,
 * and how long its event loop was busy. Sending is included. `npm run bench:guard -- [part of a name]`
 */
const TARGET_MS = 250;
const ROUNDS = 3;

interface Figure {
  attack: Attack;
  status: number;
  code: string;
  cpuMs: number;
  loopMs: number;
}

function keysInMemory(): KeyPort {
  const made = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>();
  return {
    signing(name, algorithm) {
      const key =
        made.get(name) ??
        (algorithm === 'es256'
          ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
          : generateKeyPairSync('ed25519'));
      made.set(name, key);
      return key;
    },
    pinned: (name) => made.get(name)?.publicKey,
    secret: (_, bytes) => Buffer.alloc(bytes),
  };
}

function send(url: string, attack: Attack, body: string | Buffer): Promise<{ status: number; text: string }> {
  return new Promise((done, failed) => {
    const headers = { 'content-type': 'application/json', ...attack.headers };
    const sending = request(`${url}/graphql`, { method: 'POST', headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    sending.on('error', failed);
    sending.end(body);
  });
}

async function measure(url: string, attack: Attack): Promise<Figure> {
  const figures: Figure[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const body = attack.body(Math.floor(performance.now() * 1_000) + round);
    globalThis.gc?.();
    const cpu = treeCpuMs();
    const loop = performance.eventLoopUtilization();
    const { status, text } = await send(url, attack, body);
    const cpuMs = treeCpuMs() - cpu;
    const { active } = performance.eventLoopUtilization(loop);
    const code = /"code":"(\w+)"/.exec(text)?.[1] ?? '';
    figures.push({ attack, status, code, cpuMs, loopMs: active });
  }
  // The least of three: what else ran on the machine only adds.
  return figures.reduce((least, one) => (one.cpuMs < least.cpuMs ? one : least));
}

function line({ attack, status, code, cpuMs, loopMs }: Figure): string {
  const over = cpuMs > TARGET_MS ? '  OVER' : '';
  return `${attack.name.padEnd(56)} ${cpuMs.toFixed(1).padStart(8)} ${loopMs.toFixed(1).padStart(8)}  ${status} ${code}${over}`;
}

const environment = { PORT: '0', DEMO: 'false', INTROSPECTION: 'true', LOG_LEVEL: 'silent' };
const settings = {
  ...readSettings(settingsSchema, environment),
  ...readSettings(gatewaySettingsSchema, environment),
};
const tokens = { issuer: 'bench', audience: 'bench', fetchKeys: () => Promise.resolve({ keys: [] }) };
const transports = await emptySubgraphs();
const gateway = await startGateway({ settings, keys: keysInMemory(), transports, routes: [], tokens });
try {
  const [wanted = ''] = process.argv.slice(2);
  // The first requests pay for what is compiled and made at first use.
  for (let warm = 0; warm < 20; warm++) {
    await send(gateway.url, ATTACKS[0]!, ATTACKS[0]!.body(-warm));
  }
  console.log(`${'request'.padEnd(56)} ${'CPU ms'.padStart(8)} ${'loop ms'.padStart(8)}  answer`);
  const figures: Figure[] = [];
  for (const attack of ATTACKS.filter(({ name }) => name.includes(wanted))) {
    const figure = await measure(gateway.url, attack);
    figures.push(figure);
    console.log(line(figure));
  }
  const worst = figures.reduce((most, one) => (one.cpuMs > most.cpuMs ? one : most));
  console.log(`worst: ${worst.attack.name}, ${worst.cpuMs.toFixed(0)} ms of ${TARGET_MS}`);
} finally {
  await gateway.stop();
}
