import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toBase64, toHex } from '../../../subgraphs/kit/domain/encoding.js';
import {
  encodeVerifierKey,
  formatNote,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from '../../../subgraphs/kit/domain/note.js';
import { readVector } from './vectors.js';

const published = JSON.parse(readVector('signed-note.json')) as { vkey: string; note: string };

const ours = generateKeyPairSync('ed25519');
const theirs = generateKeyPairSync('ed25519');
const verifierKey = encodeVerifierKey('log.example/a', ours.publicKey);

describe('a signed note', () => {
  it('is opened with the published key', () => {
    expect(openNote(published.note, published.vkey)).toBe('This is an example message.\n');
  });

  it('has the published form', () => {
    const { name, keyId } = parseVerifierKey(published.vkey)!;
    expect([name, toHex(keyId)]).toEqual(['example.com/foo', '530d903a']);
    expect(formatNote(parseNote(published.note)!)).toBe(published.note);
  });

  it('gives back any text that was signed', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Control}/u.test(text));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = `${lines.join('\n')}\n`;
        expect(openNote(signNote(text, 'log.example/a', ours.privateKey), verifierKey)).toBe(text);
      }),
    );
  });

  it('is opened by each of several keys, and by none that did not sign', () => {
    const text = 'two of us\n';
    const [first, second] = [
      signNote(text, 'log.example/a', ours.privateKey),
      signNote(text, 'witness.example', theirs.privateKey),
    ].map((note) => parseNote(note)!.signatures[0]!);
    const note = formatNote({ text, signatures: [first!, second!] });
    expect(openNote(note, verifierKey)).toBe(text);
    expect(openNote(note, encodeVerifierKey('witness.example', theirs.publicKey))).toBe(text);
    expect(openNote(note, encodeVerifierKey('witness.example', ours.publicKey))).toBeUndefined();
    expect(openNote(note, encodeVerifierKey('log.example/a', theirs.publicKey))).toBeUndefined();
  });

  const good = signNote('a\nb\n', 'log.example/a', ours.privateKey);
  const refused: [string, string][] = [
    ['a changed text', good.replace('b', 'c')],
    ['a changed name', good.replace('log.example/a', 'log.example/b')],
    ['a signature by another under that name and id', forge()],
    ['no signature', 'a\nb\n\n'],
    ['no empty line', good.replace('\n\n', '\n')],
    ['no line end', good.slice(0, -1)],
    ['a line that is no signature', `${good}and so on\n`],
    ['a hyphen for the dash', good.replace('—', '-')],
    ['a signature that is no base64', good.replace(/ \S+\n$/, ' AA=A\n')],
    ['a signature with a key id alone', good.replace(/ \S+\n$/, ' AAAAAA==\n')],
    ['a control character', good.replace('a\n', 'a\r\n')],
    ['a text before', `x\n${good}`],
    [
      'half a surrogate pair for what stands for one',
      signNote('\ufffd\n', 'log.example/a', ours.privateKey).replace('\ufffd', '\ud800'),
    ],
    ['an empty line at the end', `${good}\n`],
    ['a hundred signatures and one', `${good}${`— x ${toBase64(new Uint8Array(68))}\n`.repeat(100)}`],
    ['nothing', ''],
  ];
  it.each(refused)('is not opened with %s', (_name, note) => {
    expect(note).not.toBe(good);
    expect(openNote(note, verifierKey)).toBeUndefined();
  });

  function forge(): string {
    const { text, signatures } = parseNote(signNote('a\nb\n', 'log.example/a', theirs.privateKey))!;
    const { keyId } = parseVerifierKey(verifierKey)!;
    return formatNote({ text, signatures: [{ ...signatures[0]!, keyId }] });
  }

  it('is not opened, and nothing is thrown, for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => openNote(text, verifierKey) === undefined));
    fc.assert(fc.property(fc.string(), (text) => openNote(good, text) === undefined));
  });

  it.each(['', 'no line end', 'a\ttab\n', 'a return\r\n', 'half a pair \ud800\n'])(
    'is never made of %j',
    (text) => {
      expect(() => signNote(text, 'log.example/a', ours.privateKey)).toThrow(
        expect.objectContaining({ code: 'ERR_ASSERTION' }),
      );
    },
  );

  it.each(['', 'two words', 'a+b', 'a\nb'])('is never signed under the name %j', (name) => {
    expect(() => signNote('a\n', name, ours.privateKey)).toThrow(
      expect.objectContaining({ code: 'ERR_ASSERTION' }),
    );
  });

  it('is never signed with another kind of key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => signNote('a\n', 'log.example/a', privateKey)).toThrow(
      expect.objectContaining({ code: 'ERR_ASSERTION' }),
    );
  });
});

describe('a verifier key', () => {
  it('is the same from either half of the pair', () => {
    expect(encodeVerifierKey('log.example/a', ours.privateKey)).toBe(verifierKey);
  });

  const [name, id, key] = published.vkey.split('+') as [string, string, string];
  const refused: [string, string][] = [
    ['another name', `example.com/bar+${id}+${key}`],
    ['another id', `${name}+530d903b+${key}`],
    ['an id in capitals', `${name}+530D903A+${key}`],
    ['a key cut short', `${name}+${id}+${key.slice(0, -4)}`],
    ['another kind of key', `${name}+${id}+${key.replace(/^A/, 'B')}`],
    ['no name', `+${id}+${key}`],
    ['a name with a space', `a b+${id}+${key}`],
    ['parts missing', name],
    ['nothing', ''],
  ];
  it.each(refused)('is refused for %s', (_name, text) => expect(parseVerifierKey(text)).toBeUndefined());
});
