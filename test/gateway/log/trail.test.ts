import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodePlace, encodePlace } from '../../../gateway/log/cursor.js';
import type { TrailPlace } from '../../../gateway/log/cursor.js';
import { mergeTrails } from '../../../gateway/log/trail.js';
import type { LogEntry, LogPage } from '../../../subgraphs/kit/journal/logPort.js';
import { SERVICE_NAMES } from '../../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceName } from '../../../subgraphs/kit/contracts/serviceNames.js';
import { ENTRY } from '../support/toys.js';

function entry(service: ServiceName, index: number, atMs: number, id = `${service}-${index}`): LogEntry {
  const shown = {
    type: 'T',
    actorRole: 'MEMBER',
    leafHash: '',
    leaf: {},
    opening: null,
    cooperative: 'coop_1',
  };
  return {
    ...shown,
    service,
    index: BigInt(index),
    recordedAt: new Date(atMs),
    entryId: id,
  };
}

/** Journals as they stand, and how a service answers a page of its own. */
type Journals = Record<ServiceName, LogEntry[]>;

function pagesOf(journals: Journals, from: TrailPlace, first: number): Map<ServiceName, LogPage> {
  return new Map(
    SERVICE_NAMES.map((service) => {
      const start = journals[service].findIndex(({ entryId }) => entryId === from[service]) + 1;
      const rest = journals[service].slice(start);
      return [service, { entries: rest.slice(0, first), hasNextPage: rest.length > first }];
    }),
  );
}

const ids = (trail: { steps: { entry: LogEntry }[] }): string[] =>
  trail.steps.map(({ entry: { entryId } }) => entryId);

describe('a merged trail', () => {
  test('goes by time, and by the order of the services at one instant', () => {
    const journals: Journals = {
      membership: [entry('membership', 0, 5), entry('membership', 1, 9)],
      governance: [entry('governance', 0, 5), entry('governance', 1, 7)],
      data: [entry('data', 0, 1)],
      payouts: [],
    };
    const trail = mergeTrails(pagesOf(journals, {}, 10), {}, 10);
    expect(ids(trail)).toEqual(['data-0', 'membership-0', 'governance-0', 'governance-1', 'membership-1']);
    expect(trail.hasNextPage).toBe(false);
  });

  test('keeps the order of a log even where its clock went back', () => {
    const page = { entries: [entry('data', 0, 9), entry('data', 1, 3)], hasNextPage: false };
    expect(ids(mergeTrails(new Map([['data', page]]), {}, 10))).toEqual(['data-0', 'data-1']);
  });

  test('read page by page shows each entry once and in the order of its log, while entries are added', () => {
    const writes = fc.array(fc.record({ service: fc.constantFrom(...SERVICE_NAMES), afterMs: fc.nat(3) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        writes,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 5 }),
        (all, first, perPage) => {
          const journals: Journals = { membership: [], governance: [], data: [], payouts: [] };
          let at = 0;
          const write = (count: number): void => {
            for (const { service, afterMs } of all.splice(0, count)) {
              at += afterMs;
              journals[service].push(entry(service, journals[service].length, at));
            }
          };
          write(20);
          const seen: string[] = [];
          let place: TrailPlace = {};
          for (let more = true; more || all.length > 0;) {
            const trail = mergeTrails(pagesOf(journals, place, first), place, first);
            expect(trail.steps.length).toBeLessThanOrEqual(first);
            seen.push(...ids(trail));
            place = trail.steps.at(-1)?.place ?? place;
            more = trail.hasNextPage;
            if (!more && all.length > 0) write(20);
            else write(perPage);
            if (!more && all.length === 0) more = Object.values(journals).flat().length > seen.length;
          }
          expect(new Set(seen).size).toBe(seen.length);
          for (const service of SERVICE_NAMES) {
            expect(seen.filter((id) => id.startsWith(service))).toEqual(
              journals[service].map(({ entryId }) => entryId),
            );
          }
        },
      ),
    );
  });
});

describe('a cursor of a trail', () => {
  test('comes back as it went', () => {
    const place = { data: ENTRY, membership: ENTRY };
    expect(decodePlace(encodePlace(place))).toEqual(place);
  });

  const made = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ['no base64', '***'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['a list', made([ENTRY])],
    ['a service that there is not', made({ log: ENTRY })],
    ['an id that is none', made({ data: "' or 1=1" })],
    ['too long a text', made({ data: ENTRY, more: 'x'.repeat(500) })],
  ])('that is %s is refused', (_, cursor) => {
    expect(() => decodePlace(cursor)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});
