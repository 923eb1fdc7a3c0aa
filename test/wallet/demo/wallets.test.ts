import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { findPerson } from '../../../wallet/demo/people.js';
import { keptWallets, walletsFrom } from '../../../wallet/demo/wallets.js';
import { demoWorld } from '../../../wallet/demo/world/world.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'wallets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const path = () => join(dataDir, 'demo', 'wallets.json');

describe('the kept wallets', () => {
  it('are drawn once and stay', () => {
    const first = keptWallets(dataDir);
    expect(keptWallets(dataDir).operator.did).toBe(first.operator.did);
  });

  it('of another installation are others', () => {
    const other = mkdtempSync(join(tmpdir(), 'wallets-'));
    expect(keptWallets(other).operator.did).not.toBe(keptWallets(dataDir).operator.did);
    rmSync(other, { recursive: true });
  });

  it('are readable to their owner alone', () => {
    keptWallets(dataDir);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'demo')).mode & 0o777).toBe(0o700);
  });

  it('close no folder but their own', () => {
    const fresh = join(dataDir, 'fresh');
    keptWallets(fresh);
    expect(statSync(fresh).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('follow from a given seed', () => {
    const seed = '07'.repeat(32);
    const kept = keptWallets(dataDir, seed);
    expect(kept.operator.did).toBe(walletsFrom(new Uint8Array(32).fill(7)).operator.did);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({ seed });
  });

  it('that are there win over a seed given later', () => {
    const first = keptWallets(dataDir);
    expect(keptWallets(dataDir, '07'.repeat(32)).operator.did).toBe(first.operator.did);
  });

  it.each(['', '07', 'zz'.repeat(32), '07'.repeat(33)])('refuse the seed "%s" and write nothing', (seed) => {
    expect(() => keptWallets(dataDir, seed)).toThrow('DEMO_SEED');
    expect(() => statSync(path())).toThrow('ENOENT');
  });

  it.each(['{}', '{"seed":7}', 'no JSON'])('refuse a broken file rather than draw anew: %s', (content) => {
    keptWallets(dataDir);
    writeFileSync(path(), content);
    expect(() => keptWallets(dataDir)).toThrow();
    expect(readFileSync(path(), 'utf8')).toBe(content);
  });
});

describe('the keys of the demo', () => {
  const wallets = walletsFrom(new Uint8Array(32).fill(7));

  it('are all different', () => {
    const dids = demoWorld().flatMap(({ spec, members }) =>
      members.slice(0, 20).map(({ handle }) => wallets.member(handle).signingKey(spec.slug).did),
    );
    const all = [
      ...dids,
      wallets.operator.did,
      wallets.issuer.did,
      wallets.organization('hudson.mobility.lab').did,
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    { name: 'operator', did: wallets.operator.did },
    { name: 'pampa.agronomics', did: wallets.organization('pampa.agronomics').did },
  ])('are found by the name $name', ({ name, did }) => {
    expect(findPerson(wallets, name).did).toBe(did);
  });

  it('are found by a person’s name and by an office', () => {
    const [{ spec, members }] = demoWorld() as [ReturnType<typeof demoWorld>[number]];
    const founder = members[0]!;
    const { did } = wallets.member(founder.handle).signingKey(spec.slug);
    expect(findPerson(wallets, founder.handle).did).toBe(did);
    expect(findPerson(wallets, `${spec.slug}/steward`).did).toBe(did);
    expect(findPerson(wallets, `${spec.slug}/auditor`).did).not.toBe(did);
  });

  it.each([
    '',
    'nobody',
    'drivers',
    'drivers/',
    'drivers/king',
    'bakers/steward',
    'constructor',
    'drivers/constructor',
  ])('are not found by "%s"', (name) => {
    expect(() => findPerson(wallets, name)).toThrow('Nobody');
  });
});
