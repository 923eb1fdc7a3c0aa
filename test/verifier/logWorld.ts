import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatCheckpoint } from '../../subgraphs/kit/domain/checkpoint.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { signNote } from '../../subgraphs/kit/domain/note.js';
import { parseCheckpoint } from '../../verifier/checkpoint.js';
import { run } from '../../verifier/program/run.js';
import { pathOf, tilesOf } from '../../verifier/tiles.js';
import { memoryKeys, startToyGateway } from '../gateway/support/toys.js';
import type { ToyGateway } from '../gateway/support/toys.js';
import { village } from '../gateway/support/village.js';
import { startTestService, until } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { Noted, startToy } from '../support/toyService.js';

/** Leaves of the log: two full bundles and the beginning of a third. */
export const SIZE = 600;
/** Of a head that somebody has kept. */
export const EARLIER = 300;

/** A log that a service keeps and the gateway serves, and a copy of its files. */
export interface LogWorld {
  readonly cooperative: string;
  readonly url: string;
  readonly verifierKey: string;
  readonly toy: TestService;
  /** The head at `EARLIER` leaves. */
  readonly earlier: string;
  /** Private parts as they are shown to whoever may see them. */
  readonly openings: { index: number; opening: { values: Record<string, unknown>; salts: unknown } }[];
  /** A new copy of the log's files in a folder of its own. */
  copy(): LogCopy;
  /** Signs as the service does. */
  sign(size: bigint, root: Uint8Array, origin?: string): string;
  /** A file of a test. @returns its path. */
  file(name: string, content: string): string;
  stop(): Promise<void>;
}

export interface LogCopy {
  readonly folder: string;
  read(path: string): Buffer;
  write(path: string, content: string | Uint8Array): void;
}

export async function startLogWorld(): Promise<LogWorld> {
  const cooperative = newId('coop');
  const toy = await startTestService(startToy, 'governance', {
    environment: { PUBLIC_URL: 'https://data.example' },
  });
  const grow = async (from: number, size: number): Promise<void> => {
    await toy.service.store.transaction({ cooperative }, (tx) => {
      for (let n = from; n < size; n++) {
        const secret = `secret ${n}`;
        tx.append(Noted, { cooperative, actorRole: 'MEMBER', public: {}, private: { which: n, secret } });
      }
      return Promise.resolve();
    });
    const grown = async () => (await toy.service.log.checkpoint(cooperative))?.size === BigInt(size);
    await until(grown, `the log to have ${size} entries`);
  };
  await grow(0, EARLIER);
  const earlier = (await toy.service.log.checkpoint(cooperative))!.note;
  await grow(EARLIER, SIZE);
  const keys = memoryKeys();
  const { membership, governance } = village(keys, { governance: toy.service.log });
  const others = (['data', 'payouts'] as const).map((name) => ({
    ...membership,
    name,
    sdl: () => Promise.resolve(`type Query { ${name}: String }`),
  }));
  const gateway: ToyGateway = await startToyGateway(keys, [membership, governance, ...others]);
  const url = `${gateway.url}/log/governance/${cooperative}`;
  const files = new Map<string, Buffer>();
  for (const path of pathsOf(SIZE)) {
    files.set(path, Buffer.from(await (await fetch(`${url}/${path}`)).arrayBuffer()));
  }
  const folder = mkdtempSync(join(tmpdir(), 'cooperative-verifier-'));
  const openings = await toy.sql<LogWorld['openings'][number]>(
    `select log_index::int as index, private_part as opening from journal_entry
     where cooperative_id = $1 and log_index % 150 = 0 order by log_index`,
    [cooperative],
  );
  const { origin } = parseCheckpoint(earlier);
  const logKey = toy.keys.signing('governance/log', 'ed25519').privateKey;
  let copies = 0;
  return {
    ...{ cooperative, url, toy, earlier, openings },
    verifierKey: await toy.service.log.verifierKey(cooperative),
    copy() {
      const place = join(folder, String(copies++));
      const copy: LogCopy = {
        folder: place,
        read: (path) => readFileSync(join(place, path)),
        write(path, content) {
          mkdirSync(dirname(join(place, path)), { recursive: true });
          writeFileSync(join(place, path), content);
        },
      };
      for (const [path, content] of files) copy.write(path, content);
      return copy;
    },
    sign: (size, root, named = origin) =>
      signNote(formatCheckpoint({ origin: named, size, root }), named, logKey),
    file(name, content) {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    async stop() {
      await gateway.stop();
      await toy.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A mirror is a copy of these. */
function pathsOf(size: number): string[] {
  const tiles = [0, 1].flatMap((level) => [...tilesOf(level, size)]);
  const bundles = [...tilesOf(0, size)].map((place) => ({ ...place, level: 'entries' as const }));
  return ['checkpoint', ...[...tiles, ...bundles].map(pathOf)];
}

/** What the program says and how it ends. */
export async function verify(...given: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await run(given, (line) => void lines.push(line));
  return { code, lines };
}
