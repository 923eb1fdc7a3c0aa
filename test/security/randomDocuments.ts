import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getNamedType, isLeafType } from 'graphql';
import { drawRoot, textOf } from '../support/drawnDocument.js';
import type { Choose } from '../support/drawnDocument.js';
import { FULL } from '../support/fullForm.js';
import { Random } from '../support/federation/differential/random.js';
import { rootOf } from '../support/policyProbe.js';
import { VIEWERS } from '../support/policyViewers.js';
import type { ViewerName } from '../support/policyViewers.js';
import type { PolicyWorld } from '../support/policyWorld.js';
import type { WholeHouse } from '../support/wholeHouse.js';

/** A small share, and many in full. */
const DOCUMENTS = FULL ? 2_000 : 60;
const SEED = 20_261_129;
const ASK_MS = FULL ? 3_600_000 : 120_000;
/** Longer chains of objects take the planner longer, and meet nothing that shorter ones do not. */
const OBJECTS_MAX = 7;
const FIELDS_MAX = 4;
/** The share of the objects below an object that are asked for. */
const LEADS_ON = 0.45;

/** Whatever may be asked, as whoever asks: a refusal takes its own value, and nothing is our fault. */
export function describeRandomDocuments(given: () => PolicyWorld, houseOf: () => WholeHouse): void {
  describe('a document that nobody thought of', () => {
    let house: WholeHouse;
    let names: string[];
    beforeAll(() => {
      house = houseOf();
      names = Object.keys(house.schema.getQueryType()!.getFields());
    });

    /** @returns a document of one to three root fields, the same for the same seed. */
    function drawDocument(seed: number): string {
      const random = new Random(seed);
      const chosen = random.some(names, 1.5 / names.length, 1).slice(0, 3);
      const texts = chosen.flatMap((name) => {
        const asked = drawRoot(house.schema, name, chooseBy(random));
        return asked ? [textOf(asked, rootOf(name, given().own))] : [];
      });
      return `{ __typename ${texts.join(' ')} }`;
    }

    it(
      'is answered without a fault of ours, and a refusal takes only what it refuses',
      async () => {
        let told = 0;
        const asking = fc.tuple(fc.constantFrom<ViewerName>(...VIEWERS), fc.nat({ max: 2 ** 31 - 1 }));
        await fc.assert(
          fc.asyncProperty(asking, async ([viewer, seed]) => {
            const document = drawDocument(seed);
            const { data, errors = [] } = await house.ask(viewer, document);
            const faults = errors.filter(({ extensions }) => !REFUSALS.has(String(extensions?.code)));
            expect({ document, faults }).toEqual({ document, faults: [] });
            // `__typename` is always there, so this is null only where something else took everything along.
            expect({ document, data }).toEqual({ document, data: expect.any(Object) });
            told += errors.length;
          }),
          { numRuns: DOCUMENTS, seed: SEED },
        );
        // Were nothing refused, nothing could have been taken along.
        expect(told).toBeGreaterThan(0);
      },
      ASK_MS,
    );
  });
}

/** What a viewer may be told; anything else is a fault of ours, a limit or a mistake in the document. */
const REFUSALS: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
]);

function chooseBy(random: Random): Choose {
  return (fields, path) => {
    const isLeaf = (field: (typeof fields)[number]) => isLeafType(getNamedType(field.type));
    const leaves = random.shuffled(fields.filter(isLeaf)).slice(0, random.between(1, FIELDS_MAX));
    if (path.length >= OBJECTS_MAX) return leaves;
    const objects = fields.filter((field) => !isLeaf(field));
    return [...leaves, ...random.some(objects, LEADS_ON).slice(0, FIELDS_MAX)];
  };
}
