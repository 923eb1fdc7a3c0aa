import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bernoulliExp,
  discreteLaplace,
  uniformBelow,
  type RandomBytes,
} from '../../../subgraphs/data/domain/noise.js';
import { noiseBound } from '../../../subgraphs/data/domain/noiseBound.js';

/** Bytes from a counter under SHA-256: the same in every run, so that a bound on chance never fails by chance. */
function stream(seed: string): RandomBytes {
  let counter = 0;
  let pool = new Uint8Array(0);
  return (length) => {
    while (pool.length < length) {
      const block = createHash('sha256').update(`${seed}:${counter++}`).digest();
      pool = Uint8Array.from([...pool, ...block]);
    }
    const taken = pool.slice(0, length);
    pool = pool.slice(length);
    return taken;
  };
}

/** Bytes given one after the other. */
function scripted(...bytes: number[]): RandomBytes {
  return (length) => {
    if (bytes.length < length) throw new Error('the script has ended');
    return Uint8Array.from(bytes.splice(0, length));
  };
}

function recorded(random: RandomBytes): [RandomBytes, number[]] {
  const drawn: number[] = [];
  const recording: RandomBytes = (length) => {
    const bytes = random(length);
    drawn.push(...bytes);
    return bytes;
  };
  return [recording, drawn];
}

describe('a uniform draw', () => {
  test('takes each value below the bound from equally many bytes, and draws again for the rest', () => {
    const counts = new Map<bigint, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      const value = uniformBelow(10n, scripted(byte, 0));
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    // 16 of 256 bytes end in each of ten residues of four bits; the other 96 are rejected and meet the byte 0.
    expect(counts.get(0n)).toBe(16 + 96);
    for (let value = 1n; value < 10n; value += 1n) expect(counts.get(value)).toBe(16);
  });

  test('stays below any bound', () => {
    const random = stream('below');
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 90n }), (bound) => {
        const value = uniformBelow(bound, random);
        return value >= 0n && value < bound;
      }),
    );
  });

  test('over one value needs no luck', () => {
    expect(uniformBelow(1n, scripted())).toBe(0n);
  });

  test.each([0n, -1n])('refuses the bound %s', (bound) => {
    expect(() => uniformBelow(bound, stream('none'))).toThrow(RangeError);
  });
});

describe('a coin of probability exp(-x)', () => {
  const draws = 20_000;
  const cases = [
    { numerator: 0n, denominator: 1n },
    { numerator: 1n, denominator: 10n },
    { numerator: 1n, denominator: 1n },
    { numerator: 7n, denominator: 3n },
    { numerator: 10n ** 24n, denominator: 2n * 10n ** 24n },
  ];
  test.each(cases)('lands as often as it should for x = $numerator/$denominator', (x) => {
    const random = stream(`coin ${x.numerator}`);
    let heads = 0;
    for (let i = 0; i < draws; i += 1) if (bernoulliExp(x, random)) heads += 1;
    const p = Math.exp(-Number(x.numerator) / Number(x.denominator));
    const sixSigma = 6 * Math.sqrt((p * (1 - p)) / draws);
    expect(Math.abs(heads / draws - p)).toBeLessThanOrEqual(sixSigma);
  });
});

describe('discrete Laplace noise', () => {
  const draws = 20_000;
  const scales = [
    { name: 'less than one', scale: { numerator: 1n, denominator: 2n } },
    { name: 'one', scale: { numerator: 1n, denominator: 1n } },
    { name: 'a fraction', scale: { numerator: 7n, denominator: 3n } },
    {
      name: 'a count of 32 rows at epsilon one',
      scale: { numerator: 32n * 10n ** 6n, denominator: 10n ** 6n },
    },
  ];

  test.each(scales)('has the probabilities of its law at scale $name', ({ name, scale }) => {
    const random = stream(name);
    const p = Math.exp(-Number(scale.denominator) / Number(scale.numerator));
    const counts = new Map<bigint, number>();
    for (let i = 0; i < draws; i += 1) {
      const value = discreteLaplace(scale, random);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (let x = -5n; x <= 5n; x += 1n) {
      const expected = ((1 - p) / (1 + p)) * p ** Math.abs(Number(x));
      const sixSigma = 6 * Math.sqrt((expected * (1 - expected)) / draws);
      expect(Math.abs((counts.get(x) ?? 0) / draws - expected)).toBeLessThanOrEqual(sixSigma + 1 / draws);
    }
  });

  test.each(scales)('stays within its bound at least 95 times in 100 at scale $name', ({ name, scale }) => {
    const random = stream(`bound ${name}`);
    const bound = noiseBound(scale, 0.05);
    let outside = 0;
    for (let i = 0; i < draws; i += 1)
      if (Math.abs(Number(discreteLaplace(scale, random))) > bound) outside += 1;
    expect(outside / draws).toBeLessThan(0.05 + 6 * Math.sqrt(0.0475 / draws));
  });

  test('is symmetric: the last bit drawn is the sign and nothing else', () => {
    const scale = { numerator: 9n, denominator: 2n };
    for (let i = 0; i < 200; i += 1) {
      const [random, drawn] = recorded(stream(`symmetric ${i}`));
      const value = discreteLaplace(scale, random);
      if (value === 0n) continue;
      const flipped = [...drawn.slice(0, -1), (drawn.at(-1) ?? 0) ^ 1];
      expect(discreteLaplace(scale, scripted(...flipped))).toBe(-value);
    }
  });

  test('is the same law for a scale that is not reduced', () => {
    const plain = discreteLaplace({ numerator: 5n, denominator: 2n }, stream('same'));
    expect(discreteLaplace({ numerator: 500n, denominator: 200n }, stream('same'))).toBe(plain);
  });

  test('is drawn at scales far beyond what a double can count', () => {
    const scale = { numerator: 10n ** 30n, denominator: 3n };
    const random = stream('far');
    const values = Array.from({ length: 200 }, () => discreteLaplace(scale, random));
    const mean = values.reduce((sum, value) => sum + Math.abs(Number(value)), 0) / values.length / (1e30 / 3);
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(1.5);
    // Low bits are noise too: a scaled float would leave them zero.
    expect(new Set(values.map((value) => ((value % 1024n) + 1024n) % 1024n)).size).toBeGreaterThan(100);
  });

  test.each([
    { numerator: 0n, denominator: 1n },
    { numerator: -1n, denominator: 1n },
    { numerator: 1n, denominator: 0n },
  ])('refuses the scale $numerator/$denominator', (scale) => {
    expect(() => discreteLaplace(scale, stream('none'))).toThrow(RangeError);
  });
});

describe('the bound on noise', () => {
  test('is the least whole number that holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        (numerator, denominator) => {
          const bound = noiseBound({ numerator: BigInt(numerator), denominator: BigInt(denominator) }, 0.05);
          const p = Math.exp(-denominator / numerator);
          const exceeds = (m: number) => (2 * p ** (m + 1)) / (1 + p);
          return exceeds(bound) <= 0.05 + 1e-12 && (bound === 0 || exceeds(bound - 1) > 0.05 - 1e-12);
        },
      ),
    );
  });
});
