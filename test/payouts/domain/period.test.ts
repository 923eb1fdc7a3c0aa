import { describe, expect, it } from '@jest/globals';
import { requireClosable } from '../../../subgraphs/payouts/domain/period.js';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const FRESH = { closedUntil: null, firstPostedAt: null };

describe('a period that may be closed', () => {
  const refused = [
    { name: 'ends before it begins', from: at(3), until: at(2), books: FRESH, code: 'BAD_USER_INPUT' },
    { name: 'is empty', from: at(3), until: at(3), books: FRESH, code: 'BAD_USER_INPUT' },
    { name: 'is not over', from: at(3), until: at(11), books: FRESH, code: 'PERIOD_NOT_OVER' },
    {
      name: 'leaves a gap',
      from: at(6),
      until: at(9),
      books: { closedUntil: at(5), firstPostedAt: at(1) },
      code: 'PERIOD_NOT_CONTIGUOUS',
    },
    {
      name: 'overlaps',
      from: at(4),
      until: at(9),
      books: { closedUntil: at(5), firstPostedAt: at(1) },
      code: 'PERIOD_NOT_CONTIGUOUS',
    },
    {
      name: 'leaves out the first posting',
      from: at(4),
      until: at(9),
      books: { closedUntil: null, firstPostedAt: at(3) },
      code: 'PERIOD_NOT_CONTIGUOUS',
    },
  ];
  it.each(refused)('is not one that $name', ({ from, until, books, code }) => {
    expect(() => requireClosable({ from, until }, books, at(10))).toThrow(expect.objectContaining({ code }));
  });

  const allowed = [
    { name: 'ends now', from: at(3), until: at(10), books: FRESH },
    {
      name: 'begins where the last one ended',
      from: at(5),
      until: at(6),
      books: { closedUntil: at(5), firstPostedAt: at(1) },
    },
    {
      name: 'begins with the first posting',
      from: at(3),
      until: at(6),
      books: { closedUntil: null, firstPostedAt: at(3) },
    },
  ];
  it.each(allowed)('is one that $name', ({ from, until, books }) => {
    expect(() => requireClosable({ from, until }, books, at(10))).not.toThrow();
  });
});
