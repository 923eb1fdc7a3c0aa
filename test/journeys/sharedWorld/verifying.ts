import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../../verifier/program/run.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';
import { ask } from '../../support/reading.js';

interface ListedLog {
  service: string;
  cooperative: string;
  url: string;
  verifierKey: string;
}

/** What docs/verifying.md says, by the program that shares no code with the product, on what the product made. */
export function describeVerifying(given: () => Installation): void {
  describe('whoever trusts nobody', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cooperative-verifying-'));
    let house: Installation;
    let people: DemoPeople;
    let logs: ListedLog[];

    beforeAll(async () => {
      house = given();
      people = new DemoPeople(house);
      const list = await fetch(`${house.url}/.well-known/transparency-logs.json`);
      ({ logs } = (await list.json()) as { logs: ListedLog[] });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const logOf = (service: string, cooperative: string): ListedLog =>
      logs.find((log) => log.service === service && log.cooperative === cooperative)!;
    const verify = async (...command: string[]): Promise<{ code: number; lines: string[] }> => {
      const lines: string[] = [];
      return { code: await run(command, (line) => void lines.push(line)), lines };
    };
    const file = (name: string, json: unknown): string => {
      writeFileSync(join(folder, name), JSON.stringify(json));
      return join(folder, name);
    };

    test('finds nothing wrong with any log of any co-op', async () => {
      const cooperatives = new Set(logs.map(({ cooperative }) => cooperative));
      expect(logs.length).toBeGreaterThan(3 * 4);
      expect(cooperatives).toContain(people.cooperative('drivers').id);
      for (const { url, verifierKey } of logs) {
        const { code, lines } = await verify('log', url, '--key', verifierKey);
        expect([url, code, lines.at(-1)]).toEqual([url, 0, expect.stringMatching(/^holds /)]);
      }
    });

    test('finds that a member’s dividend is part of what the co-op has published', async () => {
      const member = await people.signedIn('drivers/member');
      const answer = await ask(
        member,
        '{ viewer { memberships { id dividends(first: 1) { nodes { proof } } } } }',
        {},
      );
      const { url, verifierKey } = logOf('payouts', people.cooperative('drivers').id);
      const command = [file('payslip.json', answer), '--member', answer.viewer.memberships[0].id];
      const { code, lines } = await verify('payslip', ...command, '--log', url, '--key', verifierKey);
      expect([code, lines.at(-1)]).toEqual([0, expect.stringMatching(/^holds /)]);
      const other = await verify('payslip', command[0], '--member', 'mem_1');
      expect(other.lines.at(-1)).toMatch(/^WRONG {2}PSEUDONYM_DIFFERS: /);
    });

    test('finds that an agreement is what the members decided on', async () => {
      const buyer = await people.signedIn('hudson.mobility.lab');
      const { viewer } = await ask(
        buyer,
        '{ viewer { organization { licences(first: 10) { nodes { agreement dataset { cooperative { id } } } } } } }',
        {},
      );
      const [licence] = viewer.organization.licences.nodes.filter(
        ({ agreement }: { agreement: unknown }) => agreement !== null,
      );
      const { verifierKey } = logOf('governance', licence.dataset.cooperative.id as string);
      const agreement = file('agreement.json', licence.agreement);
      const { code, lines } = await verify('licence', agreement, '--key', verifierKey);
      expect([code, lines.at(-1)]).toEqual([0, expect.stringMatching(/^holds /)]);
    });
  });
}
