import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExchangeFailed } from '../../../../../gateway/engine/transport/http/exchange.js';
import { ResponseReader } from '../../../../../gateway/engine/transport/http/responseReader.js';

const BYTES_MAX = 1_000;

/** Reads an answer in pieces that are cut there, and then hears that the connection has ended. */
function read(text: string, cuts: readonly number[] = [], ends = false) {
  let waited = 0;
  const reader = new ResponseReader(BYTES_MAX, () => void (waited += 1));
  const bytes = Buffer.from(text, 'latin1');
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [index, end] of places.slice(1).entries()) {
    if (end > places[index]!) reader.read(bytes.subarray(places[index], end));
  }
  if (ends) reader.end();
  return { reader, waited };
}

function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ExchangeFailed) return error.failure;
    throw error;
  }
  return 'none';
}

const OK = 'HTTP/1.1 200 OK\r\n';
const answers = [
  { name: 'of a length', text: `${OK}Content-Type: a/b\r\nContent-Length: 3\r\n\r\nabc`, body: 'abc' },
  {
    name: 'in chunks',
    text: `${OK}transfer-encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n`,
    body: 'abc',
  },
  {
    name: 'with trailers',
    text: `${OK}transfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\nx: y\r\n\r\n`,
    body: 'abc',
  },
  {
    name: 'after hints',
    text: `HTTP/1.1 103 Hints\r\nlink: <x>\r\n\r\n${OK}content-length: 3\r\n\r\nabc`,
    body: 'abc',
  },
  { name: 'without a body', text: 'HTTP/1.1 204 None\r\ncontent-length: 3\r\n\r\n', body: '' },
  { name: 'without a reason', text: 'HTTP/1.1 200\r\ncontent-length: 3\r\n\r\nabc', body: 'abc' },
  {
    name: 'with its length twice',
    text: `${OK}content-length: 3\r\ncontent-length: 3\r\n\r\nabc`,
    body: 'abc',
  },
];

describe('an answer', () => {
  test.each(answers)('$name is read, wherever it is cut', ({ text, body }) => {
    const cut = fc.integer({ min: 0, max: text.length });
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 12 }), (cuts) => {
        const { reader } = read(text, cuts);
        expect(reader.isWhole).toBe(true);
        expect(reader.reply.body.toString('latin1')).toBe(body);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  test.each(answers)('$name is not whole before its end', ({ text }) => {
    for (let length = 0; length < text.length; length++) {
      expect(read(text.slice(0, length)).reader.isWhole).toBe(false);
    }
  });

  test('in a thousand pieces is put together', () => {
    const body = 'x'.repeat(BYTES_MAX);
    const text = `${OK}content-length: ${BYTES_MAX}\r\n\r\n${body}`;
    const cuts = Array.from({ length: text.length }, (_, index) => index);
    expect(read(text, cuts).reader.reply.body.toString()).toBe(body);
  });

  test('without a length ends with its connection', () => {
    const { reader } = read(`${OK}\r\nabc`, [], true);
    expect(reader.reply.body.toString()).toBe('abc');
    expect(reader.isKept).toBe(false);
  });

  test('says what it is, and how long its connection is kept', () => {
    const text = `${OK}content-type: a/b\r\ncontent-encoding: gzip\r\nKeep-Alive: timeout=5, max=9\r\ncontent-length: 0\r\n\r\n`;
    const { reader } = read(text);
    expect(reader.reply).toMatchObject({ status: 200, contentType: 'a/b', contentEncoding: 'gzip' });
    expect([reader.isKept, reader.keptMs]).toEqual([true, 5_000]);
  });

  test.each([
    ['that says so', `${OK}connection: Close\r\ncontent-length: 0\r\n\r\n`],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['that more follows than it says', `${OK}content-length: 1\r\n\r\nab`],
  ])('%s leaves no connection', (_, text) => {
    const { reader } = read(text);
    expect([reader.isWhole, reader.isKept]).toEqual([true, false]);
  });

  test('that waits is told, each time it says so', () => {
    const waits = 'HTTP/1.1 102 Processing\r\n\r\n';
    expect(read(`${waits}${waits}${OK}content-length: 0\r\n\r\n`).waited).toBe(2);
  });
});

describe('what is no answer', () => {
  test.each([
    ['another protocol', 'SSH-2.0-x\r\n', 'MALFORMED'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'MALFORMED'],
    ['another version', 'HTTP/1.2 200 OK\r\n\r\n', 'MALFORMED'],
    ['a header without a colon', `${OK}x\r\n\r\n`, 'MALFORMED'],
    ['a header that goes on in the next line', `${OK}x: y\r\n z\r\n\r\n`, 'MALFORMED'],
    ['a blank before the colon', `${OK}content-length : 3\r\n\r\nabc`, 'MALFORMED'],
    ['a control character in a header', `${OK}x: \u0000\r\n\r\n`, 'MALFORMED'],
    ['a line feed alone', `${OK}x: y\nz: 1\r\n\r\n`, 'MALFORMED'],
    ['two lengths', `${OK}content-length: 3\r\ncontent-length: 4\r\n\r\n`, 'MALFORMED'],
    ['a list of lengths', `${OK}content-length: 3, 3\r\n\r\n`, 'MALFORMED'],
    ['a length with a sign', `${OK}content-length: +3\r\n\r\n`, 'MALFORMED'],
    ['a length beside chunks', `${OK}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n`, 'MALFORMED'],
    ['an unknown coding', `${OK}transfer-encoding: gzip, chunked\r\n\r\n`, 'MALFORMED'],
    ['chunks twice', `${OK}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n`, 'MALFORMED'],
    ['a chunk of no size', `${OK}transfer-encoding: chunked\r\n\r\nx\r\n`, 'MALFORMED'],
    ['a chunk of a negative size', `${OK}transfer-encoding: chunked\r\n\r\n-1\r\n`, 'MALFORMED'],
    ['a chunk of a size in nine digits', `${OK}transfer-encoding: chunked\r\n\r\n000000001\r\n`, 'MALFORMED'],
    [
      'a chunk that is longer than it says',
      `${OK}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n`,
      'MALFORMED',
    ],
    ['a head without end', `${OK}${'x: y\r\n'.repeat(4_000)}`, 'MALFORMED'],
    [
      'a chunk line without end',
      `${OK}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}`,
      'MALFORMED',
    ],
    ['a body that is announced as too long', `${OK}content-length: 1001\r\n\r\n`, 'TOO_LARGE'],
    ['a body that is too long', `${OK}\r\n${'x'.repeat(BYTES_MAX + 1)}`, 'TOO_LARGE'],
    [
      'chunks that are too long',
      `${OK}transfer-encoding: chunked\r\n\r\n3e9\r\n${'x'.repeat(1_001)}`,
      'TOO_LARGE',
    ],
    ['a change of protocol', 'HTTP/1.1 101 Other\r\n\r\n', 'UNREACHED'],
  ])('%s is refused', (_, text, failure) => {
    expect(failureOf(() => read(text))).toBe(failure);
  });

  test.each([
    ['before its head', 'HTTP/1.1 200', 'UNREACHED'],
    ['in its body', `${OK}content-length: 3\r\n\r\nab`, 'BROKEN_OFF'],
    ['between its chunks', `${OK}transfer-encoding: chunked\r\n\r\n1\r\na\r\n`, 'BROKEN_OFF'],
  ])('what ends %s is no answer', (_, text, failure) => {
    expect(failureOf(() => read(text, [], true))).toBe(failure);
  });

  test('is told from an answer without a fault of ours, whatever comes', () => {
    const piece = fc.constantFrom(
      ...[
        'HTTP/1.1 200 OK\r\n',
        'content-length: 2\r\n',
        'transfer-encoding: chunked\r\n',
        '\r\n',
        '2\r\n',
        'ab',
        '0\r\n',
      ],
    );
    const any = fc.oneof(piece, fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (pieces) => {
        const outcome = failureOf(() => read(pieces.join('')));
        expect(['none', 'MALFORMED', 'TOO_LARGE', 'UNREACHED']).toContain(outcome);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
