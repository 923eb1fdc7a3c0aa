import { Agent, request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { PolicyWorld } from '../support/policyWorld.js';

/** More than may be worked on at once. */
const SOCKETS = 270;
/** So many begin to wait before somebody else asks. */
const AT_ONCE = 10;
// cspell:disable-next-line
const INVENTED = 'jrn_01h455vb4pex5vsknk084sn02q';
const TIMEOUT_MS = 120_000;

/** Positions in journals, which whoever asks may name: to wait for one must cost the others nothing. */
export function describePositions(given: () => PolicyWorld): void {
  describe('an invented position in a journal', () => {
    it.each(['membership', 'governance', 'data', 'payouts'])(
      'of %s, named over more connections than requests are worked on, keeps nobody out',
      async (service) => {
        const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
        const canary = new Agent({ keepAlive: true, maxSockets: 1 });
        const naming = { 'journal-position': `${service}:${INVENTED}` };
        const named: Promise<string[]>[] = [];
        const heard: string[] = [];
        try {
          while (named.length < SOCKETS) {
            for (let count = 0; count < AT_ONCE; count++) named.push(ask(agent, naming));
            heard.push(...(await ask(canary, {})));
          }
          expect(heard).toEqual([]);
        } finally {
          const told = await Promise.all(named);
          agent.destroy();
          canary.destroy();
          expect(told.flat()).not.toContain('OVERLOADED');
        }
      },
      TIMEOUT_MS,
    );
  });

  /** @returns the codes of the errors answered. */
  function ask(agent: Agent, headers: Record<string, string>): Promise<string[]> {
    return new Promise((done, failed) => {
      const sending = request(new URL('/graphql', given().installation.url), {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', ...headers },
      });
      sending.on('error', failed);
      sending.on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          const { errors = [] } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
          done(errors.map(({ extensions }) => extensions.code));
        });
      });
      sending.end(JSON.stringify({ query: QUERY }));
    });
  }
}

/** Something of each service. */
const QUERY =
  '{ viewer { did } cooperatives(first: 1) { nodes { id } } datasets(first: 1) { nodes { id } } clock { now } }';
