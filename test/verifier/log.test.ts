import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafHash } from '../../verifier/hash.js';
import { rootOf } from '../../verifier/merkle.js';
import { leavesIn, TILE_WIDTH } from '../../verifier/tiles.js';
import { EARLIER, SIZE, startLogWorld, verify } from './logWorld.js';
import type { LogCopy, LogWorld } from './logWorld.js';

const FIRST = 'tile/entries/000';
const LAST = `tile/entries/002.p/${SIZE - 512}`;
const HASHES = 'tile/0/000';

describe('npm run verify -- log', () => {
  let world: LogWorld;
  beforeAll(async () => {
    world = await startLogWorld();
  });
  afterAll(() => world.stop());

  const key = (): string[] => ['--key', world.verifierKey];
  const leavesOf = (copy: LogCopy, path = FIRST): Uint8Array[] =>
    leavesIn(copy.read(path), { level: 'entries', index: 0, width: TILE_WIDTH });
  /** With the leaves the hashes are changed, too: what is left to find is the root. */
  const put = (copy: LogCopy, leaves: readonly Uint8Array[], alsoHashes = false): void => {
    copy.write(FIRST, Buffer.concat(leaves.flatMap((leaf) => [lengthOf(leaf), leaf])));
    if (alsoHashes) copy.write(HASHES, Buffer.concat(leaves.map(leafHash)));
  };

  it('finds nothing wrong with a log that is as it was signed', async () => {
    const heads = ['--against', world.file('earlier', world.earlier)];
    const openings = ['--openings', world.file('openings.json', JSON.stringify(world.openings))];
    const keep = world.file('kept', '');
    const { code, lines } = await verify('log', world.url, ...heads, ...openings, '--keep', keep);
    expect(lines).toEqual([
      expect.stringMatching(
        /^ok {5}the head is of the log data\.example\/log\/governance\/coop_\w+, with 600 leaves, and signed/,
      ),
      expect.stringMatching(/^ok {5}each of 600 leaves in 3 bundles/),
      expect.stringMatching(/^ok {5}the leaves make the root that was signed: [0-9a-f]{64}$/),
      'ok     the log begins with what it was at 300 leaves',
      'ok     4 private parts open what the leaves commit to',
      expect.stringMatching(/^note {3}the key is the one that the log’s server names/),
      expect.stringMatching(/^note {3}no witness was asked for/),
      expect.stringMatching(/^holds {2}data\.example/),
    ]);
    expect(code).toBe(0);
    expect(readFileSync(keep, 'utf8')).toBe(
      (await world.toy.service.log.checkpoint(world.cooperative))!.note,
    );
    expect(await verify('log', world.copy().folder, ...key(), '--against', keep)).toMatchObject({ code: 0 });
  });

  it('takes the openings as auditTrail answers them', async () => {
    const answer = { data: { auditTrail: { nodes: [{ index: '0', opening: null }, world.openings[1]] } } };
    const path = world.file('answer.json', JSON.stringify(answer));
    const { code, lines } = await verify('log', world.copy().folder, ...key(), '--openings', path);
    expect(lines).toContain('ok     1 private part opens what the leaves commit to');
    expect(code).toBe(0);
  });

  it('reads a bundle that has been filled since the head was signed', async () => {
    const copy = world.copy();
    const head = world.sign(BigInt(EARLIER), rootOf(hashesOf(copy, EARLIER)));
    copy.write('checkpoint', head);
    copy.write('tile/1/000.p/1', copy.read('tile/1/000.p/2').subarray(0, 32));
    expect(await verify('log', copy.folder, ...key())).toMatchObject({ code: 0 });
  });

  const hashesOf = (copy: LogCopy, size: number): Uint8Array[] =>
    [FIRST, 'tile/entries/001', LAST]
      .flatMap((path) => leavesOf(copy, path))
      .slice(0, size)
      .map(leafHash);

  interface Tampered {
    what: string;
    code: string;
    with: (copy: LogCopy) => string[] | void;
  }
  const against = (note: string): string[] => ['--against', world.file('other', note)];
  const swapped = (leaves: Uint8Array[]): Uint8Array[] => [leaves[1]!, leaves[0]!, ...leaves.slice(2)];
  const changed = (leaves: Uint8Array[]): Uint8Array[] =>
    leaves.map((leaf, at) =>
      at === 7 ? Buffer.from(Buffer.from(leaf).toString().replace('MEMBER', 'STEWARD')) : leaf,
    );
  const opening = (change: (field: LogWorld['openings'][number]) => object): string[] => [
    '--openings',
    world.file('bad.json', JSON.stringify(world.openings.map((one, at) => (at === 2 ? change(one) : one)))),
  ];

  it.each<Tampered>([
    { what: 'a leaf was changed', code: 'LEAF_CHANGED', with: (copy) => put(copy, changed(leavesOf(copy))) },
    {
      what: 'a leaf was changed, and its hash',
      code: 'TILE_DIFFERS',
      with: (copy) => put(copy, changed(leavesOf(copy)), true),
    },
    {
      what: 'a leaf was changed, and all hashes above it',
      code: 'ROOT_DIFFERS',
      with(copy) {
        const leaves = changed(leavesOf(copy));
        put(copy, leaves, true);
        const second = copy.read('tile/1/000.p/2').subarray(32);
        copy.write('tile/1/000.p/2', Buffer.concat([rootOf(leaves.map(leafHash)), second]));
      },
    },
    {
      what: 'a leaf was dropped',
      code: 'LEAF_DROPPED',
      with: (copy) => put(copy, leavesOf(copy).toSpliced(9, 1)),
    },
    {
      what: 'the last leaf was dropped, and the head says so',
      code: 'CHECKPOINT_FORGED',
      with: (copy) =>
        copy.write('checkpoint', copy.read('checkpoint').toString().replace('\n600\n', '\n599\n')),
    },
    {
      what: 'a leaf was inserted',
      code: 'LEAF_INSERTED',
      with: (copy) => put(copy, leavesOf(copy).toSpliced(9, 0, leavesOf(copy)[9]!)),
    },
    {
      what: 'leaves were reordered',
      code: 'LEAVES_REORDERED',
      with: (copy) => put(copy, swapped(leavesOf(copy))),
    },
    {
      what: 'leaves were reordered, and their hashes',
      code: 'TILE_DIFFERS',
      with: (copy) => put(copy, swapped(leavesOf(copy)), true),
    },
    {
      what: 'there are two histories',
      code: 'HISTORY_REWRITTEN',
      with: (copy) => against(world.sign(300n, rootOf(hashesOf(copy, EARLIER).reverse()))),
    },
    {
      what: 'a root was signed twice',
      code: 'ROOT_SIGNED_TWICE',
      with: (copy) => against(world.sign(BigInt(SIZE), rootOf(hashesOf(copy, SIZE).reverse()))),
    },
    {
      what: 'the head was rolled back',
      code: 'ROLLED_BACK',
      with(copy) {
        const head = copy.read('checkpoint').toString();
        copy.write('checkpoint', world.earlier);
        return against(head);
      },
    },
    {
      what: 'a private part has another value',
      code: 'OPENING_DIFFERS',
      with: () =>
        opening(({ index, opening: { values, salts } }) => ({
          index,
          opening: { values: { ...values, which: 1 }, salts },
        })),
    },
    {
      what: 'a private part is of another leaf',
      code: 'OPENING_DIFFERS',
      with: () => opening(({ index, ...rest }) => ({ index: index + 1, ...rest })),
    },
    {
      what: 'a private part has a field that was not committed to',
      code: 'OPENING_UNKNOWN',
      with: () =>
        opening(({ index, opening: { values, salts } }) => ({
          index,
          opening: { values: { ...values, more: 1 }, salts: { ...(salts as object), more: 'A'.repeat(22) } },
        })),
    },
    {
      what: 'a private part is shown without its salts',
      code: 'OPENING_UNSALTED',
      with: () => opening(({ index, opening: { values } }) => ({ index, opening: { values, salts: {} } })),
    },
    {
      what: 'a private part is of no leaf',
      code: 'OPENING_BEYOND',
      with: () => opening((one) => ({ ...one, index: SIZE })),
    },
    {
      what: 'a bundle ends within a leaf',
      code: 'BUNDLE_MALFORMED',
      with: (copy) => copy.write(FIRST, copy.read(FIRST).subarray(0, -1)),
    },
    { what: 'a file is not there', code: 'FILE_MISSING', with: () => ['--against', '/nowhere'] },
    {
      what: 'a file has too many bytes',
      code: 'FILE_TOO_LARGE',
      with: (copy) => copy.write(HASHES, Buffer.alloc(8_193)),
    },
    {
      what: 'a tile has too few bytes',
      code: 'TILE_MALFORMED',
      with: (copy) => copy.write(HASHES, Buffer.alloc(8_191)),
    },
    {
      what: 'the head is no note',
      code: 'NOTE_MALFORMED',
      with: (copy) => copy.write('checkpoint', 'nothing\n'),
    },
    {
      what: 'the head has no root',
      code: 'CHECKPOINT_MALFORMED',
      with: (copy) =>
        copy.write('checkpoint', copy.read('checkpoint').toString().replace('\n600\n', '\n0600\n')),
    },
    {
      what: 'the head is of another log',
      code: 'ORIGIN_DIFFERS',
      with: (copy) =>
        copy.write(
          'checkpoint',
          world.sign(600n, rootOf(hashesOf(copy, SIZE)), 'data.example/log/data/coop_1'),
        ),
    },
    {
      what: 'the head was signed by another key',
      code: 'CHECKPOINT_UNSIGNED',
      with(copy) {
        const [text] = copy.read('checkpoint').toString().split('\n\n');
        copy.write('checkpoint', `${text}\n\n— somebody.example ${Buffer.alloc(68, 1).toString('base64')}\n`);
      },
    },
    { what: 'the log is larger than is read', code: 'LOG_TOO_LARGE', with: () => ['--leaves-max', '599'] },
  ])('says that $what: $code', async ({ code, with: tamper }) => {
    const copy = world.copy();
    const more = tamper(copy) ?? [];
    const { code: exit, lines } = await verify('log', copy.folder, ...key(), ...more);
    expect(lines.at(-1)).toMatch(new RegExp(`^WRONG {2}${code}: `));
    expect(exit).toBe(1);
  });

  describe('with witnesses of the reader’s own', () => {
    const [ours, theirs] = [1, 2].map(() => generateKeyPairSync('ed25519'));
    const vkeys = () => [
      ['--witness', witnessKey('witness.example/one', ours!.publicKey)],
      ['--witness', witnessKey('witness.example/two', theirs!.publicKey)],
    ];
    const cosigned = (
      copy: LogCopy,
      key: KeyObject,
      name = 'witness.example/one',
      as = ours!.publicKey,
    ): void => {
      const note = copy.read('checkpoint').toString();
      copy.write('checkpoint', `${note}— ${name} ${cosignature(note, 1_700_000_000n, name, key, as)}\n`);
    };

    it('counts those that have signed', async () => {
      const copy = world.copy();
      cosigned(copy, ours!.privateKey);
      const { code, lines } = await verify('log', copy.folder, ...key(), ...vkeys().flat(), '--quorum', '1');
      expect(lines[1]).toBe('ok     1 of your 2 witnesses have signed it: witness.example/one');
      expect(code).toBe(0);
      const all = await verify('log', copy.folder, ...key(), ...vkeys().flat());
      expect(all.lines.at(-1)).toMatch(/^WRONG {2}WITNESSES_TOO_FEW: 1 of your witnesses/);
      expect(all.code).toBe(1);
    });

    it('refuses a signature in the name of a witness that is not theirs', async () => {
      const copy = world.copy();
      cosigned(copy, theirs!.privateKey);
      const { code, lines } = await verify('log', copy.folder, ...key(), ...vkeys().flat(), '--quorum', '0');
      expect(lines.at(-1)).toMatch(/^WRONG {2}COSIGNATURE_FORGED: /);
      expect(code).toBe(1);
    });
  });

  it.each([
    ['an address where nothing listens', 'http://127.0.0.1:1/log/governance/coop_1', 'UNREACHABLE'],
    ['an address of no log', 'http://127.0.0.1:1/graphql', 'LOG_ADDRESS_MALFORMED'],
  ])('says so of %s', async (_, url, code) => {
    const { code: exit, lines } = await verify('log', url);
    expect(lines.at(-1)).toMatch(new RegExp(`^WRONG {2}${code}: `));
    expect(exit).toBe(1);
  });

  it('says so of a co-op whose log has not begun', async () => {
    const { lines } = await verify('log', world.url.replace(/coop_\w+$/, 'coop_1'));
    expect(lines.at(-1)).toMatch(/^WRONG {2}KEY_UNKNOWN: /);
  });

  it.each([
    ['nothing', []],
    ['what is none of ours', ['purse', 'x']],
    ['a log without its place', ['log']],
    ['two logs', ['log', 'a', 'b']],
    ['a copy without a key', ['log', 'a']],
    ['a key that is none', ['log', 'a', '--key', 'example.com/foo+530d903a+AA==']],
    [
      'a witness that is a log',
      ['log', 'a', '--witness', 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'],
    ],
    ['more witnesses than are named', ['log', 'a', '--quorum', '1']],
    ['a number that is none', ['log', 'a', '--leaves-max', '1e9']],
    ['an option that there is not', ['log', 'a', '--trust-me']],
  ])('does not understand %s', async (_, given) => {
    const { code, lines } = await verify(...given);
    expect(lines).toEqual([expect.stringMatching(/--help lists what it takes$/)]);
    expect(code).toBe(2);
  });

  it('does what docs/verifying.md says, command by command', async () => {
    const page = readFileSync(new URL('../../docs/verifying.md', import.meta.url), 'utf8');
    const commands = [...page.matchAll(/^\$ npm run verify -- (log .*)$/gm)].map(([, command]) => command!);
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      const given = command
        .replace('http://127.0.0.1:4000/log/governance/<co-op>', world.url)
        .replace('<vkey>', world.verifierKey)
        .replace('governance.head', world.file('governance.head', world.earlier));
      expect(await verify(...given.split(' '))).toMatchObject({ code: 0 });
    }
  });

  it('lists what it takes', async () => {
    const { code, lines } = await verify('--help');
    expect(lines.join('\n')).toContain('npm run verify -- log|payslip|licence FILE_OR_URL');
    expect(code).toBe(0);
  });
});

function lengthOf(leaf: Uint8Array): Buffer {
  return Buffer.of(leaf.length >> 8, leaf.length & 255);
}

function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');
}

function witnessId(name: string, key: KeyObject): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(4))
    .update(rawKey(key))
    .digest()
    .subarray(0, 4);
}

function witnessKey(name: string, key: KeyObject): string {
  const encoded = Buffer.concat([Buffer.of(4), rawKey(key)]).toString('base64');
  return `${name}+${witnessId(name, key).toString('hex')}+${encoded}`;
}

/** C2SP tlog-cosignature, by Node's own Ed25519. */
function cosignature(note: string, at: bigint, name: string, key: KeyObject, as: KeyObject): string {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(at);
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${at}\n${text}`), key);
  return Buffer.concat([witnessId(name, as), time, signature]).toString('base64');
}
