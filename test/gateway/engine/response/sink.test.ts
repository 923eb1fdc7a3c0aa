import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IRREGULAR } from '../../../../gateway/engine/response/sink.js';
import { Sink, SinkFull } from '../../../../gateway/engine/response/sink.js';

const PLENTY = 2 ** 24;

function written(write: (sink: Sink) => void, bytesMax = PLENTY): string {
  const sink = new Sink();
  sink.begin(bytesMax);
  write(sink);
  return sink.take().toString();
}

describe('what is written into a sink', () => {
  const texts = [
    { name: 'plain', text: 'Table' },
    { name: 'empty', text: '' },
    { name: 'quotes and backslashes', text: 'a "b" \\ c' },
    { name: 'control characters', text: 'tab\tline\nnul\u0000bell\u0007' },
    { name: 'the delete character, which JSON leaves', text: '\u007f' },
    { name: 'two bytes a character', text: 'Zieliński, Sørensen' },
    { name: 'three bytes a character', text: '数据合作社 €' },
    { name: 'four bytes a character', text: '🌾 and 🚕' },
    { name: 'half a surrogate pair', text: 'broken \ud83c here' },
    { name: 'line separators', text: '\u2028\u2029' },
    { name: 'long', text: 'x'.repeat(5_000) },
    { name: 'long and in several bytes', text: 'ł🌾'.repeat(5_000) },
  ];

  it.each(texts)('is a string as JSON has it: $name', ({ text }) => {
    expect(written((sink) => sink.string(text))).toBe(JSON.stringify(text));
  });

  it('is any string as JSON has it', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 400 }));
    fc.assert(
      fc.property(fc.array(anyText), (all) => {
        const each = written((sink) => all.forEach((text) => sink.string(text)));
        expect(each).toBe(all.map((text) => JSON.stringify(text)).join(''));
      }),
    );
  });

  it('is any finite number as JSON has it', () => {
    const edges = [0, 9, 10, 99, 100, 999_999_999, 1_000_000_000, -1, 2 ** 31, 0.1, 1e21, 5e-324];
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.integer(), fc.nat(1_000_000_000), fc.double({ noNaN: true, noDefaultInfinity: true })),
        ),
        (some) => {
          const all = [...edges, ...some];
          const each = written((sink) => all.forEach((value) => (sink.number(value), sink.byte(0x20))));
          expect(each).toBe(all.map((value) => `${JSON.stringify(value)} `).join(''));
        },
      ),
    );
  });

  it('can be written once more, also after there had to be more room', () => {
    const repeated = written((sink) => {
      sink.literal(Buffer.from('['));
      const from = sink.mark;
      sink.string('ł'.repeat(100));
      const to = sink.mark;
      for (let count = 0; count < 1_000; count++) sink.repeat(from, to);
    });
    expect(repeated).toBe(`[${JSON.stringify('ł'.repeat(100)).repeat(1_001)}`);
  });

  it('begins anew with each answer, whatever became of the last', () => {
    const sink = new Sink();
    sink.begin(PLENTY);
    sink.string('lost');
    sink.begin(PLENTY);
    sink.string('kept');
    expect(sink.take().toString()).toBe('"kept"');
  });

  it('is a copy that later answers do not change', () => {
    const sink = new Sink();
    sink.begin(PLENTY);
    sink.string('first');
    const first = sink.take();
    sink.begin(PLENTY);
    sink.string('other');
    expect(first.toString()).toBe('"first"');
  });

  it('is nothing that JSON does not have', () => {
    expect(() => written((sink) => sink.json(undefined))).toThrow(IRREGULAR);
  });

  it('ends soon after an answer has grown too large', () => {
    const endless = (sink: Sink): void => {
      sink.string('x'.repeat(1_000));
      for (let to = sink.mark; ; to = sink.mark) sink.repeat(0, to);
    };
    expect(() => written(endless, 1_000_000)).toThrow(SinkFull);
  });
});
