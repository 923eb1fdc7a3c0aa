import { setTimeout as sleep } from 'node:timers/promises';
import { RequestRefused } from '../../wallet/client/errors.js';
import { GraphQLClient } from '../../wallet/client/graphqlClient.js';
import { perform } from '../../wallet/client/mutation.js';
import { Session } from '../../wallet/client/session.js';
import { newSigningKey } from '../../wallet/keys/signingKey.js';
import type { SigningKey } from '../../wallet/keys/signingKey.js';
import { registerOrganization } from '../../wallet/operations/membership.js';

const PAUSE_MS = 100;

/** What people heard who wrote through the public door while something was broken. */
export interface Heard {
  /** DIDs of the organisations whose registration was acknowledged. */
  readonly acknowledged: string[];
  /** Every refusal: its code, and whether it says that asking again later helps. */
  readonly refusals: Map<string, string | undefined>;
  /** Milliseconds that the slowest answer took. */
  slowestMs: number;
}

export interface Writers {
  readonly heard: Heard;
  /** Lets each bring to its end what it has begun. */
  stop(): Promise<void>;
}

/** So many people at once, each of whom registers one organisation after another, and asks again when refused. */
export function startWriters(url: string, count: number): Writers {
  const heard: Heard = { acknowledged: [], refusals: new Map(), slowestMs: 0 };
  let writing = true;
  const write = async (): Promise<void> => {
    while (writing) await register(url, newSigningKey(), heard);
  };
  const running = Array.from({ length: count }, write);
  return {
    heard,
    async stop() {
      writing = false;
      await Promise.all(running);
    },
  };
}

/** Registers an organisation, however often it takes. */
export async function register(url: string, key: SigningKey, heard: Heard): Promise<void> {
  const options = { url: `${url}/graphql`, pause: () => sleep(PAUSE_MS) };
  for (;;) {
    const began = performance.now();
    try {
      const session = await Session.signIn(new GraphQLClient(options), key);
      const client = new GraphQLClient({ ...options, accessToken: () => session.accessToken() });
      await perform(client, registerOrganization, { name: 'A buyer', kind: 'BUYER' });
      heard.acknowledged.push(key.did);
      return;
    } catch (error) {
      const failures = error instanceof RequestRefused ? error.failures : [];
      for (const { extensions } of failures) heard.refusals.set(String(extensions?.code), extensions?.retry);
      if (failures.length === 0) heard.refusals.set(String((error as Error).message), undefined);
      // It was written, and the answer was lost: that is an acknowledgement too.
      if (error instanceof RequestRefused && error.isOnly('DID_ALREADY_USED')) {
        heard.refusals.delete('DID_ALREADY_USED');
        heard.acknowledged.push(key.did);
        return;
      }
      await sleep(PAUSE_MS);
    } finally {
      heard.slowestMs = Math.max(heard.slowestMs, performance.now() - began);
    }
  }
}
