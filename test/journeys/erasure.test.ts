import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { contributionBy } from '../../wallet/actions/contributing.js';
import { erasureBy, exitBy } from '../../wallet/actions/leaving.js';
import { ballotBy } from '../../wallet/actions/voting.js';
import { performAll } from '../../wallet/client/mutation.js';
import type { Person } from '../../wallet/demo/endpoint.js';
import { rootOfPayslip } from '../../wallet/credentials/payslip.js';
import { awaited } from '../../wallet/demo/pool.js';
import { digestOf } from '../../wallet/encoding/canonical.js';
import type { BallotPaper } from '../../wallet/operations/governance.js';
import { PROPOSALS } from '../../wallet/operations/governance.js';
import { openExport } from '../../wallet/vault/exportBundle.js';
import { backUp, openWithEveryKey } from '../support/backup.js';
import type { Backup } from '../support/backup.js';
import { DemoPeople } from '../support/demoPeople.js';
import type { KnownCooperative, KnownMember } from '../support/demoPeople.js';
import { dumpRows } from '../support/dump.js';
import { SERVICES } from '../support/installation.js';
import type { Installation } from '../support/installation.js';
import * as journey from '../support/journey.js';
import { headOf, pathOfGrowth, proveInclusion } from '../support/logs.js';
import { ask, payslip } from '../support/reading.js';
import type { Shown } from '../support/reading.js';
import {
  commitmentTo,
  hashOfLeaf,
  openHead,
  rootFromInclusion,
  rootsFromConsistency,
} from '../support/stranger.js';
import { INSTALL_MS, installWorld, removeWorlds } from '../support/world.js';

jest.setTimeout(60_000);

/** What a member keeps of an entry about them, and with it can show anybody later. */
interface KeptEntry {
  service: string;
  index: string;
  type: string;
  leafHash: string;
  leaf: Shown;
  opening: { values: Record<string, unknown>; salts: Record<string, string> };
}

/** Somebody takes everything with them, has everything erased, and leaves. */
describe('a member who leaves and is forgotten', () => {
  let house: Installation;
  let people: DemoPeople;
  let drivers: KnownCooperative;
  let leaver: KnownMember;
  let person: Person;
  let keys: Map<string, string>;
  let bundle: Shown;
  let backup: Backup;
  /** What whoever runs the house could read of it before. */
  let opened: string;
  let kept: KeptEntry[];
  let heads: Map<string, string>;
  let proof: Shown;
  let slip: Awaited<ReturnType<typeof payslip>>;
  let run: Shown;

  beforeAll(async () => {
    house = await installWorld();
    people = new DemoPeople(house);
    drivers = people.cooperative('drivers');
    leaver = drivers.members.find(({ consent, votes, office }) => consent === 'OPEN' && votes && !office)!;
    person = await people.signedIn(leaver.handle);
    await takeEverything();
    await performAll(person.client, [erasureBy(person.key, drivers.id)]);
    await performAll(person.client, [exitBy(person.key, drivers.id)]);
    await awaited('the exit is complete', async () => (await standing()) === 'EXITED' || undefined);
  }, INSTALL_MS);
  afterAll(removeWorlds, INSTALL_MS);

  /** Before anything is erased. */
  async function takeEverything(): Promise<void> {
    const { exportMyData } = await ask(
      person,
      'mutation Take($input: ExportMyDataInput!) { exportMyData(input: $input) { bundle digest next } }',
      { input: { cooperative: drivers.id } },
    );
    bundle = exportMyData.bundle;
    expect(exportMyData).toMatchObject({ digest: digestOf(bundle), next: null });
    // An epoch may end between the two looks, and the backup with it.
    opened = await awaited('a backup opens while its epoch lasts', async () => {
      backup = await backUp(house.databaseUrl('data'), house.dataDir, leaver);
      return openWithEveryKey(house.dataDir, backup).catch(() => undefined);
    });
    const { logKeys } = await ask({ client: people.anyone }, LOG_KEYS, { of: drivers.id });
    keys = new Map(logKeys.map((key: Shown) => [key.service, key.verifierKey]));
    const { auditTrail } = await ask(person, TRAIL, { of: drivers.id, subject: leaver.id });
    kept = auditTrail.nodes;
    const logs = [...new Set(kept.map(({ service }) => service))];
    const notes = logs.map(async (service) => (await headOf(people.anyone, service, drivers.id)).note);
    heads = new Map((await Promise.all(notes)).map((note, rank) => [logs[rank]!, note]));
    const [first] = kept;
    const at = { service: first!.service, of: drivers.id, index: first!.index };
    proof = (await ask({ client: people.anyone }, PROOF, at)).inclusionProof;
    const { cooperative } = await ask({ client: people.anyone }, RUNS, { id: drivers.id });
    [run] = cooperative.dividendRuns.nodes;
    slip = await payslip(person, run.id);
  }

  test('takes along all that they brought, and only their own wallet opens it', async () => {
    const wallet = people.walletOf(leaver);
    const opened = await openExport(bundle.contributions, leaver.did, wallet.datasetKey);
    expect(opened.map(({ rows }) => rows)).toEqual([drivers.spec.deal(drivers.members.length)[leaver.index]]);
    const other = people.walletOf(drivers.members[0]!);
    await expect(openExport(bundle.contributions, leaver.did, other.datasetKey)).rejects.toMatchObject({
      code: 'EXPORT_INVALID',
    });
    expect(bundle.consents).toHaveLength(1);
    expect(bundle.accessLog).toHaveLength(1);
  });

  test('leaves no bytes and no keys where they were stored', async () => {
    await awaited('the blob is removed', () =>
      Promise.resolve(existsSync(join(house.dataDir, 'blobs', drivers.id, backup.cid)) ? undefined : true),
    );
    await expect(backUp(house.databaseUrl('data'), house.dataDir, leaver)).rejects.toThrow();
    await dumpRows(house.databaseUrl('data'), (_, row) => {
      expect(row).not.toContain(backup.sealedKey);
      expect(row).not.toContain(backup.sealed.toString('hex'));
    });
  });

  test('cannot be read from yesterday’s backup with every key of today', async () => {
    // Until the epoch ends, a backup could be opened; that is what the epoch is for.
    const { rows } = JSON.parse(opened) as { rows: unknown };
    expect(rows).toEqual(drivers.spec.deal(drivers.members.length)[leaver.index]);
    await people.pass(25 * 3_600);
    const destroyed = () => openWithEveryKey(house.dataDir, backup).catch((error: Error) => error.message);
    await awaited(
      'the epoch’s key is destroyed',
      async () => (await destroyed()).startsWith('there is no key of epoch') || undefined,
    );
  });

  test('is in no computation any more', async () => {
    const buyer = await people.signedIn('hudson.mobility.lab');
    const spec = { measures: [{ kind: 'COUNT' }], epsilon: '0.5' };
    const { id } = await journey.submit(buyer, drivers.licence, spec, 'after');
    expect((await journey.endOf(buyer, id)).state).toBe('RELEASED');
    const auditor = await people.signedIn('drivers/auditor');
    const { computeJob } = await ask(
      auditor,
      'query Members($id: ID!) { computeJob(id: $id) { exactGates { members } } }',
      { id },
    );
    const willing = drivers.members.filter(({ consent }) => consent === 'OPEN' || consent === 'RESEARCH');
    expect(computeJob.exactGates.members).toBe(willing.length - 1);
  });

  test.each(SERVICES)('is named nowhere in %s, and known by nothing but a pseudonym', async (service) => {
    const byDid: string[] = [];
    const byId: string[] = [];
    await dumpRows(house.databaseUrl(service), (table, row) => {
      expect(row).not.toContain(leaver.name);
      if (row.includes(leaver.did)) byDid.push(placeOf(table, row));
      if (row.includes(leaver.id)) byId.push(placeOf(table, row));
    });
    expect(byDid.filter((place) => !KNOWS_DID[service]!.includes(place))).toEqual([]);
    expect(byId.filter((place) => !KNOWS_ID[service]!.includes(place))).toEqual([]);
  });

  test('is opened to nobody in the journals, where their entries stand as before', async () => {
    const auditor = await people.signedIn('drivers/auditor');
    for (const { service, type, leafHash, leaf, index } of kept) {
      const entry = await entryAt(auditor, service, type, leafHash);
      expect(entry).toMatchObject({ leaf, index, opening: null });
    }
    const { auditTrail } = await ask(auditor, TRAIL, { of: drivers.id, subject: leaver.id });
    expect(auditTrail.nodes).toEqual([]);
  });

  test('can still prove all of it: old entries stand in the logs of today', async () => {
    expect(new Set(kept.map(({ service }) => service))).toEqual(
      new Set(['MEMBERSHIP', 'GOVERNANCE', 'DATA', 'PAYOUTS']),
    );
    for (const { service, index, leaf, leafHash, opening } of kept) {
      expect(hashOfLeaf(leaf).toString('hex')).toBe(leafHash);
      await proveInclusion(people.anyone, keys.get(service)!, {
        service,
        cooperative: drivers.id,
        index,
        leaf,
      });
      // What they kept opens the commitments, which nobody else can open now.
      for (const [name, value] of Object.entries(opening.values)) {
        expect(leaf.commitments[name]).toBe(commitmentTo(value, opening.salts[name]!));
      }
    }
  });

  test('can still prove it with the proof of then, whose head today’s log continues', async () => {
    const [{ service, index, leaf }] = kept as [KeptEntry];
    const then = openHead(proof.checkpoint.note, keys.get(service)!);
    expect(rootFromInclusion(hashOfLeaf(leaf), BigInt(index), then.size, proof.hashes)).toEqual(then.root);
    for (const [log, note] of heads) {
      const from = openHead(note, keys.get(log)!);
      const now = openHead((await headOf(people.anyone, log, drivers.id)).note, keys.get(log)!);
      const path = await pathOfGrowth(people.anyone, log, drivers.id, from.size, now.size);
      expect(rootsFromConsistency(from.size, now.size, from.root, path)).toEqual({
        from: from.root,
        to: now.root,
      });
    }
  });

  test('leaves the books as they were: the payslip is part of the same total', async () => {
    const { cooperative } = await ask({ client: people.anyone }, RUNS, { id: drivers.id });
    expect(cooperative.dividendRuns.nodes[0]).toEqual(run);
    expect(rootOfPayslip(slip.proof, leaver.id)).toEqual({
      root: run.proofRoot,
      totalMinor: BigInt(run.pool.amountMinor),
    });
  });

  test('has no say any more', async () => {
    // Who is no member reads no terms; somebody else shows them the paper.
    const fellow = await people.signedIn(drivers.members.find(({ id }) => id !== leaver.id)!.handle);
    const { proposals } = await fellow.client.execute<{ proposals: { nodes: BallotPaper[] } }>(PROPOSALS, {
      cooperative: drivers.id,
    });
    const open = proposals.nodes.find(({ state }) => state === 'OPEN')!;
    const ballot = ballotBy(person.key, open, ['FOR']);
    await expect(performAll(person.client, [ballot])).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const datasetKey = people.walletOf(leaver).datasetKey(drivers.dataset);
    const contribution = await contributionBy(person.key, drivers.dataset, datasetKey, [{ hour: 1 }]);
    await expect(performAll(person.client, [contribution])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  async function standing(): Promise<string> {
    const { viewer } = await ask(person, 'query Standing { viewer { memberships { standing } } }');
    return viewer.memberships[0].standing as string;
  }

  async function entryAt(viewer: Person, service: string, type: string, leafHash: string): Promise<Shown> {
    for (let after: string | null = null; ;) {
      const page = await ask(viewer, PAGE, { of: drivers.id, service, type, after });
      const { nodes, pageInfo } = page.auditTrail;
      const found = nodes.find((node: Shown) => node.leafHash === leafHash);
      if (found || !pageInfo.hasNextPage) return found;
      after = pageInfo.endCursor;
    }
  }
});

/**
 * Where the pairwise DID of somebody who was forgotten may still stand: with membership, so that neither it nor its
 * keys are taken by somebody else, in the electorates of past votes, whose roots are signed, and in the sessions that
 * it was signed in to.
 */
const KNOWS_DID: Record<string, string[]> = {
  membership: ['member', 'principal', 'authenticator', 'standing', 'electorate', 'session'],
  governance: [],
  data: [],
  payouts: [],
};

/** And the random id: that there was a member, that something of theirs was here, and that it is gone. */
const KNOWS_ID: Record<string, string[]> = {
  membership: [...KNOWS_DID.membership!, 'entity_home', 'MemberErased', 'MemberExited'],
  governance: ['MemberErased'],
  data: ['MemberErased', 'contribution', 'consent'],
  payouts: ['MemberErased', 'ledger_account', 'member_exit'],
};

/** The table of a row, or in the journal the type of the entry. */
function placeOf(table: string, row: string): string {
  return table === 'journal_entry' ? (/,coop_\w+,(\w+),/.exec(row)?.[1] ?? table) : table;
}

const LOG_KEYS = 'query Keys($of: ID) { logKeys(cooperative: $of) { service verifierKey } }';
const TRAIL = `query Trail($of: ID, $subject: ID) {
  auditTrail(cooperative: $of, subject: $subject, first: 100) { nodes { service index type leafHash leaf opening } }
}`;
const PAGE = `query Page($of: ID, $service: Service, $type: String, $after: ID) {
  auditTrail(cooperative: $of, service: $service, type: $type, first: 100, after: $after) {
    nodes { index leafHash leaf opening } pageInfo { hasNextPage endCursor }
  }
}`;
const PROOF = `query Proof($service: Service!, $of: ID, $index: BigInt!) {
  inclusionProof(service: $service, cooperative: $of, index: $index) { hashes checkpoint { note } }
}`;
const RUNS = `query Runs($id: ID!) { cooperative(id: $id) { dividendRuns(first: 1) { nodes {
  id state memberCount proofRoot pool { amountMinor } reserve { amountMinor }
} } } }`;
