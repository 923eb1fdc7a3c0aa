import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { any, boolean, float, int, nothing, oneOf, string } from '../../../../gateway/engine/spans/tokens.js';
import type { ReadToken } from '../../../../gateway/engine/spans/tokens.js';

/** Whether a text as a whole is such a value. */
function isRead(token: ReadToken, text: string): boolean {
  const bytes = Buffer.from(text);
  try {
    return token(bytes, 0) === bytes.length;
  } catch {
    return false;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a value', () => {
  test('is read as far as it goes, whatever JSON says', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.string(), (value, after) => {
        const text = JSON.stringify(value);
        if (/\de/.test(text)) return;
        const bytes = Buffer.from(`${text} ${after}`);
        expect(any(bytes, 0)).toBe(Buffer.byteLength(text));
      }),
      { seed: 3, numRuns: 400 },
    );
  });

  test('is never read where JSON has none', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '\\',
        '\\u00',
        '\\u00e9',
        '-',
        '0',
        '12',
        '.5',
        'e',
        'true',
        'nul',
        'l',
        '\n',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const text = pieces.join('');
        if (isRead(any, text)) expect([text, parses(text)]).toEqual([text, true]);
      }),
      { seed: 3, numRuns: 5_000 },
    );
  });

  test('nested too deep is left to who parses it', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect([isRead(any, nested(32)), isRead(any, nested(34)), isRead(any, nested(100_000))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

const read: [string, ReadToken, string][] = [
  ['a text', string, '"é \\" \\\\ \\/ \\n \\u00e9 \\uD83D"'],
  ['the empty text', string, '""'],
  ['zero', int, '0'],
  ['a negative integer', int, '-12'],
  ['nine digits', int, '999999999'],
  ['a fraction', float, '-0.50'],
  ['negative zero', float, '-0'],
  ['more digits than a double keeps', float, '12345678901234567890.123'],
  ['true', boolean, 'true'],
  ['false', boolean, 'false'],
  ['null', nothing, 'null'],
  ['a name', oneOf(['RED', 'BLUE']), '"BLUE"'],
];
const refused: [string, ReadToken, string][] = [
  ['a text without end', string, '"a'],
  ['a control character', string, '"\n"'],
  ['an escape that is none', string, '"\\x"'],
  ['half an escape', string, '"\\u00"'],
  ['ten digits', int, '2147483648'],
  ['a fraction for an integer', int, '1.0'],
  ['negative zero for an integer', int, '-0'],
  ['a leading zero', int, '012'],
  ['a leading zero of a fraction', float, '00.5'],
  ['a point without digits', float, '1.'],
  ['no digit', float, '-'],
  ['an exponent', float, '1e5'],
  ['more digits than a double can hold', float, '9'.repeat(400)],
  ['a text for a number', float, '"1"'],
  ['a number for a text', string, '1'],
  ['another name', oneOf(['RED', 'BLUE']), '"GREEN"'],
  ['a name that every object has', oneOf(['RED']), '"constructor"'],
  ['a number for a boolean', boolean, '1'],
];

test.each(read)('%s is read', (_, token, text) => expect(isRead(token, text)).toBe(true));
test.each(refused)('%s is left to who parses it', (_, token, text) =>
  expect(isRead(token, text)).toBe(false),
);
