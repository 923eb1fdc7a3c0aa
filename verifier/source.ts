import { Fault } from './fault.js';
import type { TilePlace } from './tiles.js';

/** The files of one log, wherever they are. */
export interface LogFiles {
  /** Where they are, for people. */
  readonly place: string;
  /** @throws Fault UNREACHABLE, FILE_TOO_LARGE, FILE_MISSING */
  read(path: string, bytesMax: number): Promise<Uint8Array>;
}

/** What a head of a log may have at most, in bytes. */
export const CHECKPOINT_BYTES_MAX = 65_536;
const LEAF_BYTES_MAX = 65_535;
const HASH_BYTES = 32;

/** The most that a tile or a bundle of that width can have, in bytes. */
export function bytesMaxOf({ level, width }: TilePlace): number {
  return width * (level === 'entries' ? 2 + LEAF_BYTES_MAX : HASH_BYTES);
}

export interface FetchLimits {
  /** Milliseconds for one file. */
  readonly fileMs: number;
  /** Milliseconds since the epoch at which nothing more is fetched. */
  readonly until: number;
}

/** Files at an address, by the web's own fetch. No redirect is followed: what is checked is at the address that was given. */
export function filesAt(url: string, limits: FetchLimits): LogFiles {
  const base = url.replace(/\/+$/, '');
  return { place: base, read: (path, bytesMax) => fetchBytes(`${base}/${path}`, bytesMax, limits) };
}

/** @throws Fault UNREACHABLE, FILE_TOO_LARGE, FILE_MISSING */
export async function fetchBytes(url: string, bytesMax: number, limits: FetchLimits): Promise<Uint8Array> {
  const leftMs = Math.min(limits.fileMs, limits.until - Date.now());
  if (leftMs <= 0) throw new Fault('OUT_OF_TIME', `The time for all files was over before ${url}.`);
  const signal = AbortSignal.timeout(leftMs);
  try {
    const answer = await fetch(url, { redirect: 'error', signal, credentials: 'omit' });
    if (answer.status === 404) throw new Fault('FILE_MISSING', `There is no ${url}.`);
    if (answer.status !== 200) throw new Fault('UNREACHABLE', `${url} answers with status ${answer.status}.`);
    return await bytesOf(answer, url, bytesMax);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('UNREACHABLE', `${url} cannot be read: ${reasonOf(error)}.`);
  }
}

async function bytesOf(answer: Response, url: string, bytesMax: number): Promise<Uint8Array> {
  const reader = answer.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (reader) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || !value) break;
    length += value.length;
    if (length > bytesMax) {
      void reader.cancel().catch(() => undefined);
      throw new Fault('FILE_TOO_LARGE', `${url} has more than ${bytesMax} bytes.`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason is known';
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
