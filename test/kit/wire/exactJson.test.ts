import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  markNumbers,
  markWritten,
  parseExact,
  plainNumbers,
  printExact,
  reviveMarked,
  unmarkNumbers,
  WrittenNumber,
} from '../../../subgraphs/kit/wire/exactJson.js';

const WRITTEN = [
  '9007199254740993',
  '-9007199254740993',
  '1.0',
  '1.50',
  '-0',
  '-0.0',
  '1e3',
  '1E+30',
  '1e400',
];
const MORE = [
  '0.1000000000000000055',
  '1234567890.12345678',
  '-100000000.123456789',
  '0.0000001',
  '123456789012345678901234567890',
  '0.00',
  '1.5e-7',
];

describe('JSON', () => {
  test.each([...WRITTEN, ...MORE])('keeps %s as it was written', (text) => {
    for (const json of [`{"a":${text}}`, `[ ${text} ]`, `{"a": {"b":[1,"x", ${text}\n, null]}}`]) {
      const value = parseExact(json);
      expect(printExact(value)).toBe(json.replace(/\s/g, ''));
      expect(plainNumbers(value)).toEqual(JSON.parse(json));
      expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(json)));
    }
  });

  test.each(['12', '-5', '0', '0.5', '1.25', '9007199254740991', '"1.0"', '"a:1.0,"', '" 1e3 ]"', 'true'])(
    'leaves %s what it is',
    (text) => {
      expect(parseExact(`{"a":${text}}`)).toEqual(JSON.parse(`{"a":${text}}`));
      expect(printExact(parseExact(`{"a":${text}}`))).toBe(`{"a":${text}}`);
    },
  );

  test.each([
    '',
    '{',
    '{"a":01.0}',
    '{"a":1.}',
    '{"a":+1.0}',
    '{"a":--1.0}',
    '{"a":1.0',
    '{"a":1e}',
    '[1.0,]',
  ])('that is none is refused: %s', (text) => expect(() => parseExact(text)).toThrow(SyntaxError));

  test('is what it is without exact numbers, whatever there is in it', () => {
    const number = fc.oneof(fc.constantFrom(...WRITTEN, ...MORE), fc.double({ noNaN: true }).map(String));
    const json = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc
          .oneof(
            number,
            fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
          )
          .filter(isJson),
        fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
        fc
          .array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 })
          .map(
            (entries) =>
              `{${entries.map(([key, one], at) => `${JSON.stringify(`${key}${at}x`)}:${one}`).join()}}`,
          ),
      ),
    })).value;
    fc.assert(
      fc.property(json, (inner) => {
        const text = `{"v":${inner}}`;
        expect(printExact(parseExact(text))).toBe(text);
        expect(plainNumbers(parseExact(text))).toEqual(JSON.parse(text));
        const sent = JSON.stringify(JSON.parse(markNumbers(text), reviveMarked), markWritten);
        expect(unmarkNumbers(sent)).toBe(text);
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  test('has no texts that others could make numbers of', () => {
    const [marked] = /"[^"]+#1\.0"/.exec(markNumbers('[1.0]')) ?? [];
    expect(marked).toBeDefined();
    const copied = new WrittenNumber('2.0');
    expect(printExact(['1.0', copied])).toBe('["1.0",2.0]');
  });

  test('takes no longer for digits without end', () => {
    for (const hostile of [
      `[${'1'.repeat(200_000)}]`,
      `[${'1.'.repeat(100_000)}`,
      `["${'\\"'.repeat(200_000)}",1.0]`,
    ]) {
      const begin = process.cpuUsage().user;
      try {
        parseExact(hostile);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
      // Quadratic time would be minutes.
      expect(process.cpuUsage().user - begin).toBeLessThan(2_000_000);
    }
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
