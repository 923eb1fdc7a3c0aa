import { describe, expect, test } from '@jest/globals';
import { ERRORS } from '../../../../../gateway/errors.js';
import { Refusals } from '../../../../../gateway/engine/planner/process/refusals.js';
import { shapeOf } from '../../../../../gateway/engine/planner/process/shape.js';
import { Waste } from '../../../../../gateway/engine/planner/process/waste.js';

const MINUTE = 60_000;

describe('refusals of operations', () => {
  test('hold for a minute, and for twice as long each time', () => {
    let now = 0;
    const refusals = new Refusals(() => now);
    const refusal = ERRORS.PLANNING_FAILED.raise('Too much.');
    expect(refusals.find('shape')).toBeUndefined();
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      refusals.remember('shape', refusal);
      now += minutes * MINUTE - 1;
      expect(refusals.find('shape')).toMatchObject({ code: 'PLANNING_FAILED', message: 'Too much.' });
      expect(refusals.find('another')).toBeUndefined();
      now += 1;
      expect(refusals.find('shape')).toBeUndefined();
    }
  });
});

describe('a refusal of what could be planned later', () => {
  test('holds for a minute again, if there comes another', () => {
    let now = 0;
    const refusals = new Refusals(() => now);
    const refusal = ERRORS.PLANNING_FAILED.raise('Too much.');
    refusals.remember('shape', refusal);
    now += MINUTE;
    refusals.remember('shape', refusal);
    refusals.forget('shape');
    expect(refusals.find('shape')).toBeUndefined();
    refusals.remember('shape', refusal);
    now += MINUTE;
    expect(refusals.find('shape')).toBeUndefined();
  });
});

describe('time wasted', () => {
  test('is forgiven slowly, and nobody pays for another', () => {
    let now = 0;
    const waste = new Waste(1_000, () => now);
    expect(waste.exceededForMs('a')).toBe(0);
    waste.charge('a', 1_000);
    expect(waste.exceededForMs('a')).toBe(0);
    waste.charge('a', 500);
    expect(waste.exceededForMs('a')).toBe(10_000);
    expect(waste.exceededForMs('b')).toBe(0);
    now = 4_000;
    expect(waste.exceededForMs('a')).toBe(6_000);
    now = 1_000_000;
    waste.charge('a', 1_000);
    expect(waste.exceededForMs('a')).toBe(0);
  });
});

describe('the shape of an operation', () => {
  test.each([
    ['aliases', '{a{b}}', '{x:a{y:b}}'],
    ['values', '{a(n:1){b}}', '{a(n:2){b}}'],
    ['variables', 'query($v:Int){a(n:$v){b}}', 'query($w:Float){a(n:$w){b}}'],
    ['names', 'query One{a{b}}', 'query Two{a{b}}'],
    ['the order of fields', '{a{b c}d}', '{d a{c b}}'],
    ['directives', '{a{b}}', '{a{b @x}}'],
    ['the writing of what is merged', '{a{b} a{c} ...on A{d} ...on A{e}}', '{a{c b} ...on A{e d}}'],
  ])('is the same whatever the %s', (_, one, other) => {
    expect(shapeOf(one)).toBe(shapeOf(other));
  });

  test.each([
    ['a field more', '{a{b}}', '{a{b c}}'],
    ['a field twice', '{a{b}}', '{x:a{b} y:a{b}}'],
    ['a field elsewhere', '{a{b}c{d}}', '{a{d}c{b}}'],
    ['another type condition', '{a{...on B{c}}}', '{a{...on D{c}}}'],
    ['a type condition less', '{a{...on B{c}}}', '{a{c}}'],
    ['another kind', '{a}', 'mutation{a}'],
    ['fields that are merged', '{a{b} a{c}}', '{x:a{b} y:a{c}}'],
    ['fields that are merged behind a type', '{a{b} ...on B{a{c}}}', '{x:a{b} ...on B{y:a{c}}}'],
    ['an argument more', '{a(n:1){b}}', '{a(n:1 m:1){b}}'],
    ['another fragment', '{...F} fragment F on A{a}', '{...F} fragment F on A{b}'],
  ])('is another with %s', (_, one, other) => {
    expect(shapeOf(one)).not.toBe(shapeOf(other));
  });
});
