import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from '../../../subgraphs/kit/domain/checkpoint.js';
import { EMPTY_ROOT } from '../../../subgraphs/kit/domain/merkle.js';
import { encodeVerifierKey, signNote } from '../../../subgraphs/kit/domain/note.js';

const ROOT = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const head = { origin: 'cooperative.example/data/coop_1', size: 42n, root: EMPTY_ROOT };

describe('a checkpoint', () => {
  it('is origin, size and root, a line each', () => {
    expect(formatCheckpoint(head)).toBe(`cooperative.example/data/coop_1\n42\n${ROOT}\n`);
  });

  it('gives back what it was made of', () => {
    const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), root, (size, bytes) => {
        const read = parseCheckpoint(formatCheckpoint({ origin: 'log.example', size, root: bytes }))!;
        expect(read.size).toBe(size);
        expect(Buffer.from(read.root)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('is read past its extensions', () => {
    expect(parseCheckpoint(`log.example\n0\n${ROOT}\nmore\nand more\n`)?.size).toBe(0n);
  });

  const refused: [string, string][] = [
    ['no origin', `\n42\n${ROOT}\n`],
    ['a size with a leading zero', `log.example\n042\n${ROOT}\n`],
    ['a negative size', `log.example\n-1\n${ROOT}\n`],
    ['a size in hex', `log.example\n0x2a\n${ROOT}\n`],
    ['a root cut short', `log.example\n42\n${ROOT.slice(4)}\n`],
    ['a root with spare bits', `log.example\n42\n${ROOT.replace('U=', 'V=')}\n`],
    ['no root', 'log.example\n42\n'],
    ['no line end', `log.example\n42\n${ROOT}`],
    ['an empty extension', `log.example\n42\n${ROOT}\n\n`],
    ['lines that end as on Windows', `log.example\r\n42\r\n${ROOT}\r\n`],
    ['nothing', ''],
  ];
  it.each(refused)('is refused for %s', (_name, text) => expect(parseCheckpoint(text)).toBeUndefined());
});

describe('openCheckpoint', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const note = signNote(formatCheckpoint(head), head.origin, privateKey);

  it('opens the head of a log with the key of that log', () => {
    expect(openCheckpoint(note, encodeVerifierKey(head.origin, publicKey))).toMatchObject({ size: 42n });
  });

  it('does not take the head of one log for that of another signed by the same service', () => {
    const other = 'cooperative.example/data/coop_2';
    const relabelled = signNote(formatCheckpoint(head), other, privateKey);
    expect(openCheckpoint(relabelled, encodeVerifierKey(other, publicKey))).toBeUndefined();
    expect(openCheckpoint(relabelled, encodeVerifierKey(head.origin, publicKey))).toBeUndefined();
  });

  it('opens nothing with the key of another, or with no key', () => {
    const stranger = generateKeyPairSync('ed25519').publicKey;
    expect(openCheckpoint(note, encodeVerifierKey(head.origin, stranger))).toBeUndefined();
    expect(openCheckpoint(note, '')).toBeUndefined();
  });

  it('opens no note that is not a checkpoint', () => {
    const letter = signNote('Dear members,\n', head.origin, privateKey);
    expect(openCheckpoint(letter, encodeVerifierKey(head.origin, publicKey))).toBeUndefined();
  });
});
