import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { z } from 'zod';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { openCheckpoint } from '../../subgraphs/kit/domain/checkpoint.js';
import { merkleRoot } from '../../subgraphs/kit/domain/merkle.js';
import { verifyConsistency, verifyInclusion } from '../../subgraphs/kit/domain/merkleProof.js';
import { commitmentOf } from '../../subgraphs/kit/journal/entry.js';
import { erasePrivateParts } from '../../subgraphs/kit/journal/erase.js';
import { bodyHash, signPassport } from '../../subgraphs/kit/identity/passport.js';
import { idempotent } from '../../subgraphs/kit/store/idempotent.js';
import { logQueryBody } from '../../subgraphs/kit/journal/logPort.js';
import type { LogQuery } from '../../subgraphs/kit/journal/logPort.js';
import { startTestService, until } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { Noted, startToy } from '../support/toyService.js';

type Values = z.input<(typeof Noted)['private']>;

describe('the journal', () => {
  let toy: TestService;
  const bytes = (base64: string) => Buffer.from(base64, 'base64');

  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance');
  });
  afterAll(() => toy.stop());

  const append = (cooperative: string, values: Values, subject?: string, actor?: string) =>
    toy.service.store.transaction({ cooperative }, (tx) =>
      Promise.resolve(
        tx.append(Noted, { cooperative, actorRole: 'MEMBER', subject, actor, public: {}, private: values }),
      ),
    );
  const sizeOf = async (cooperative: string) => (await toy.service.log.checkpoint(cooperative))?.size ?? 0n;

  it('gives every log gapless indexes, whatever is written at once, and one root that all leaves rebuild', async () => {
    const cooperatives = [newId('coop'), newId('coop'), newId('coop')];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { minLength: 1, maxLength: 25 }), async (writes) => {
        const before = await Promise.all(cooperatives.map(sizeOf));
        await Promise.all(writes.map((which) => append(cooperatives[which]!, { which })));
        for (const [which, cooperative] of cooperatives.entries()) {
          const want = before[which]! + BigInt(writes.filter((write) => write === which).length);
          await until(async () => (await sizeOf(cooperative)) === want, 'the log to grow');
          const rows = await toy.sql<{ log_index: string; leaf_hash: Buffer }>(
            'select log_index, leaf_hash from journal_entry where cooperative_id = $1 order by log_index',
            [cooperative],
          );
          expect(rows.map((row) => Number(row.log_index))).toEqual(rows.map((_, index) => index));
          if (rows.length === 0) continue;
          const head = (await toy.service.log.checkpoint(cooperative))!;
          expect(Buffer.from(merkleRoot(rows.map((row) => row.leaf_hash))).toString('base64')).toBe(
            head.root,
          );
        }
      }),
      { numRuns: 8 },
    );
  });

  it('proves that each size of a log began the next', async () => {
    const cooperative = newId('coop');
    const roots = new Map<bigint, Uint8Array>();
    for (let round = 0; round < 6; round += 1) {
      await append(cooperative, { which: round });
      await until(async () => (await sizeOf(cooperative)) === BigInt(round + 1), 'the log to grow');
      const head = (await toy.service.log.checkpoint(cooperative))!;
      const opened = openCheckpoint(head.note, await toy.service.log.verifierKey(cooperative))!;
      roots.set(opened.size, opened.root);
    }
    for (let from = 1n; from <= 6n; from += 1n) {
      const { hashes } = await toy.service.log.consistencyProof(cooperative, from, 6n);
      const claim = {
        from,
        to: 6n,
        fromRoot: roots.get(from)!,
        toRoot: roots.get(6n)!,
        hashes: hashes.map(bytes),
      };
      expect(verifyConsistency(claim)).toBe(true);
      expect(verifyConsistency({ ...claim, fromRoot: Buffer.alloc(32, 1) })).toBe(false);
    }
  });

  it('lists each entry once and in the order of the log, read page by page while more are written', async () => {
    const cooperative = newId('coop');
    for (let n = 0; n < 7; n++) await append(cooperative, { which: n });
    await until(async () => (await sizeOf(cooperative)) === 7n, 'the log to grow');
    const key = toy.keys.signing('gateway/passport', 'es256').privateKey;
    const claims = { aud: 'governance', rid: 'request', jti: 'reader' };
    const passportFor = (query: LogQuery) =>
      signPassport(key, { ...claims, bh: bodyHash(logQueryBody(query)) });
    const read = (query: LogQuery) => toy.service.log.entries(query, passportFor(query));
    const seen: bigint[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page = await read({ cooperative, first: 3, after });
      seen.push(...page.entries.map(({ index }) => index));
      after = page.entries.at(-1)?.entryId;
      more = page.hasNextPage;
      if (seen.length === 3) await append(cooperative, { secret: 'late' });
      if (seen.length === 3) await until(async () => (await sizeOf(cooperative)) === 8n, 'the log to grow');
    }
    expect(seen).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]);
    expect(await read({ cooperative, first: 3, after })).toEqual({ entries: [], hasNextPage: false });
    for (const elsewhere of [
      { cooperative, after: newId('jrn') },
      { cooperative: newId('coop'), after },
    ]) {
      await expect(read({ ...elsewhere, first: 3 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    const other = toy.service.log.entries({ cooperative, first: 4 }, passportFor({ cooperative, first: 3 }));
    await expect(other).rejects.toMatchObject({ code: 'PASSPORT_INVALID' });
  });

  it.each([
    { from: 0n, to: 1n },
    { from: 2n, to: 1n },
    { from: 1n, to: 1_000_000n },
  ])('refuses a consistency proof from $from to $to', async ({ from, to }) => {
    const cooperative = newId('coop');
    await append(cooperative, {});
    await until(async () => (await sizeOf(cooperative)) === 1n, 'the log to grow');
    await expect(toy.service.log.consistencyProof(cooperative, from, to)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('has no proof for a leaf that is not there', async () => {
    await expect(toy.service.log.inclusionProof(newId('coop'), 0n)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('commits in the leaf to every private field, and opens it only with its salt', async () => {
    const cooperative = newId('coop');
    await append(cooperative, { amount: '12', place: { city: 'Lagos' } }, 'mem_1', 'did:key:1');
    const [row] = await toy.sql<{
      public_part: string;
      private_part: { values: Record<string, unknown>; salts: Record<string, string> };
    }>('select public_part, private_part from journal_entry where cooperative_id = $1', [cooperative]);
    const { commitments } = JSON.parse(row!.public_part) as { commitments: Record<string, string> };
    const { values, salts } = row!.private_part;
    for (const [name, value] of Object.entries({ ...values, $subject: 'mem_1', $actor: 'did:key:1' })) {
      expect(commitmentOf(Buffer.from(salts[name]!, 'base64url'), value)).toBe(commitments[name]);
      expect(commitmentOf(Buffer.from(salts[name]!, 'base64url'), `${String(value)}!`)).not.toBe(
        commitments[name],
      );
    }
    expect(row!.public_part).not.toMatch(/Lagos|mem_1|did:key:1/);
  });

  it('forgets a person and still proves every entry', async () => {
    const cooperative = newId('coop');
    await append(cooperative, { secret: 'a name' }, 'mem_gone', 'did:key:gone');
    await append(cooperative, { secret: 'another' }, 'mem_stays');
    await until(async () => (await sizeOf(cooperative)) === 2n, 'the log to grow');
    await toy.service.store.transaction({ cooperative }, (tx) =>
      erasePrivateParts(tx, 'mem_gone', 'did:key:gone'),
    );
    const rows = await toy.sql<{ private_part: unknown; subject: string | null }>(
      'select private_part, subject from journal_entry where cooperative_id = $1 order by log_index',
      [cooperative],
    );
    expect(rows[0]).toEqual({ private_part: null, subject: null });
    expect(rows[1]!.private_part).not.toBeNull();
    const proof = await toy.service.log.inclusionProof(cooperative, 0n);
    const head = openCheckpoint(proof.checkpoint.note, await toy.service.log.verifierKey(cooperative))!;
    const claim = {
      leafHash: Buffer.from(proof.leafHash, 'hex'),
      index: 0n,
      size: head.size,
      root: head.root,
      hashes: proof.hashes.map(bytes),
    };
    expect(verifyInclusion(claim)).toBe(true);
  });

  it('writes nothing when the change fails', async () => {
    const cooperative = newId('coop');
    const failing = toy.service.store.transaction({ cooperative }, async (tx) => {
      tx.append(Noted, { cooperative, actorRole: 'MEMBER', public: {}, private: {} });
      await tx.query('select 1 / 0');
    });
    await expect(failing).rejects.toThrow();
    expect(await toy.sql('select 1 from journal_entry where cooperative_id = $1', [cooperative])).toEqual([]);
  });

  it.each([
    { what: 'delete an entry', sql: 'delete from journal_entry' },
    { what: 'rewrite a leaf', sql: `update journal_entry set public_part = 'x'` },
    { what: 'rewrite a log node', sql: `update log_node set hash = '\\x00'` },
    { what: 'turn off row-level security', sql: 'alter table journal_entry disable row level security' },
  ])('does not let the running service $what', async ({ sql }) => {
    const attempt = toy.service.store.transaction({ cooperative: newId('coop') }, (tx) => tx.query(sql));
    await expect(attempt).rejects.toThrow(/permission denied|must be owner/);
  });

  describe('doing something once', () => {
    const once = (key: string, input: unknown, effect: () => Promise<unknown>) =>
      toy.service.store.transaction({}, (tx) =>
        idempotent(tx, { actor: 'did:key:x', operation: 'pay', key, input }, effect),
      );

    it('answers the same again without doing it again, also to two who ask at once', async () => {
      let done = 0;
      const effect = () => Promise.resolve({ done: (done += 1) });
      const answers = await Promise.all(Array.from({ length: 5 }, () => once('k1', { a: 1 }, effect)));
      expect(answers).toEqual(Array.from({ length: 5 }, () => ({ done: 1 })));
      expect(done).toBe(1);
    });

    it('refuses the key with other input', async () => {
      await once('k2', { a: 1 }, () => Promise.resolve(null));
      await expect(once('k2', { a: 2 }, () => Promise.resolve(null))).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });

    it('does not remember what failed', async () => {
      await expect(once('k3', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await once('k3', {}, () => Promise.resolve('yes'))).toBe('yes');
    });
  });
});
