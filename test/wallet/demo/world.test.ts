import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { organizations } from '../../../wallet/demo/world/organizations.js';
import { drawFor } from '../../../wallet/demo/world/draw.js';
import { demoWorld } from '../../../wallet/demo/world/world.js';
import type { Column } from '../../../wallet/demo/world/spec.js';
import type { Row } from '../../../wallet/vault/contribution.js';

const world = demoWorld();
const cooperatives = world.map((cooperative) => ({ slug: cooperative.spec.slug, ...cooperative }));

function fits(column: Column, value: Row[string] | undefined): boolean {
  if (value === null) return true;
  switch (column.type) {
    case 'INTEGER':
      return Number.isSafeInteger(value) && within(column, value as number);
    case 'NUMBER':
      return Number.isFinite(value) && within(column, value as number);
    case 'TEXT':
      return typeof value === 'string' && column.categories!.includes(value);
    case 'INSTANT':
      return typeof value === 'string' && new Date(value).toISOString() === value;
    case 'BOOLEAN':
      return typeof value === 'boolean';
  }
}

function within({ bounds }: Column, value: number): boolean {
  return bounds!.min <= value && value <= bounds!.max;
}

describe('the demo world', () => {
  it('is the same each time it is made', () => {
    expect(JSON.stringify(demoWorld())).toBe(JSON.stringify(world));
  });

  it('calls everybody by a handle of their own', () => {
    const handles = [
      ...world.flatMap(({ members }) => members.map(({ handle }) => handle)),
      ...organizations.map(({ handle }) => handle),
    ];
    expect(new Set(handles).size).toBe(handles.length);
  });

  it('divides by a different basis in each co-op', () => {
    const bases = world.map(({ spec }) => spec.charter('did:key:z').revenuePolicy.basis);
    expect(new Set(bases).size).toBe(world.length);
  });
});

describe.each(cooperatives)('the co-op of the $slug', ({ spec, members }) => {
  const charter = spec.charter('did:key:zIssuer');
  const dealt = spec.deal(members.length);

  it('has two hundred members or more, five stewards and an auditor', () => {
    expect(members.length).toBeGreaterThanOrEqual(200);
    expect(members.filter(({ office }) => office === 'STEWARD')).toHaveLength(5);
    expect(members.filter(({ office }) => office === 'AUDITOR')).toHaveLength(1);
  });

  it('has members who allow everything, research only, and nothing', () => {
    const habits = new Set(members.map(({ consent }) => consent));
    expect([...habits].sort()).toEqual(['BRIEF', 'OPEN', 'REFUSES', 'RESEARCH']);
  });

  it('has voters enough for every quorum', () => {
    const turnoutBp = (members.filter(({ votes }) => votes).length / members.length) * 10_000;
    for (const { quorumBp } of charter.rules) expect(turnoutBp).toBeGreaterThan(quorumBp);
  });

  it('says in three hundred words or more what it is for', () => {
    expect(charter.text.split(/\s+/).length).toBeGreaterThan(300);
  });

  it('has a rule for every kind of proposal, each once', () => {
    expect(charter.rules.map(({ kind }) => kind).sort()).toEqual([
      'ADMISSION',
      'CHARTER_AMENDMENT',
      'COMMONS_FUNDING',
      'DATA_SCHEMA',
      'ELECTION',
      'LICENCE',
      'RECALL',
      'RESOLUTION',
      'REVENUE_POLICY',
      'SPENDING',
    ]);
  });

  it('deals every member rows that fit the columns', () => {
    expect(dealt).toHaveLength(members.length);
    for (const rows of dealt) {
      expect(rows.length).toBeGreaterThanOrEqual(1);
      expect(rows.length).toBeLessThanOrEqual(spec.dataset.rowsPerMemberMax);
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(spec.dataset.columns.map(({ name }) => name));
        const misfit = spec.dataset.columns.find((column) => !fits(column, row[column.name]));
        expect(misfit && `${misfit.name}: ${row[misfit.name]}`).toBeUndefined();
      }
    }
  });

  it('deals no row twice', () => {
    const rows = dealt.flat().map((row) => JSON.stringify(row));
    // Two of the source's rows may agree in the columns that are kept, so sameness is of the object, not its text.
    expect(new Set(dealt.flat()).size).toBe(rows.length);
  });

  it('names units for every number but pure ones', () => {
    const numbers = spec.dataset.columns.filter(({ type }) => type === 'NUMBER' || type === 'INTEGER');
    const unitless = numbers.filter(({ unit }) => unit === null).map(({ name }) => name);
    expect(unitless).toEqual(spec.slug === 'growers' ? ['brightness'] : []);
  });

  it('offers for purposes that its charter allows, at a price in its currency', () => {
    for (const offer of spec.offers) {
      expect(BigInt(offer.price.amountMinor)).toBeGreaterThan(0n);
      expect(offer.price.jobPriceMinor !== null).toBe(offer.price.model === 'PER_JOB');
    }
    expect(charter.revenuePolicy.currency).toBe(spec.currency);
  });

  it('was asked for its data by a buyer of the demo', () => {
    expect(organizations.filter(({ kind }) => kind === 'BUYER').map(({ handle }) => handle)).toContain(
      spec.licence.buyer,
    );
  });
});

describe('a draw', () => {
  it('keeps every item of a list, and only those', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer()), (name, items) => {
        expect(drawFor(name).shuffled(items).sort()).toEqual([...items].sort());
      }),
    );
  });

  it('stays below its limit', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1_000 }), (name, limit) => {
        const draw = drawFor(name);
        for (let time = 0; time < 20; time += 1) expect(draw.below(limit)).toBeLessThan(limit);
      }),
    );
  });

  it('of another name is another', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    expect(drawFor('a').shuffled(items)).not.toEqual(drawFor('b').shuffled(items));
  });
});
