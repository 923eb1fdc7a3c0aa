import { beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType } from 'graphql';
import { drawRoot, textOf } from '../support/drawnDocument.js';
import type { Asked, Choose } from '../support/drawnDocument.js';
import type { ClientAnswer } from '../support/federation/federationEngine.js';
import { FULL } from '../support/fullForm.js';
import { lostValues } from '../support/lostValues.js';
import type { Lost } from '../support/lostValues.js';
import { rootOf } from '../support/policyProbe.js';
import type { ViewerName } from '../support/policyViewers.js';
import type { PolicyWorld } from '../support/policyWorld.js';
import { homesOf, ownersOf } from '../support/promises.js';
import { PARTNER } from '../support/wholeHouse.js';
import type { WholeHouse } from '../support/wholeHouse.js';

const ASK_MS = 120_000;
/** Types below a root field, its own included. Deeper comes nothing that is not also reached from a nearer root. */
const DEPTH_MAX = 4;
/** Those who see most between them. */
const ASKING: readonly ViewerName[] = ['self', 'steward', 'buyer'];
/** Each with the viewer who has most to lose by it; in full every viewer is tried with each. */
const STOPPED = [
  ['membership', 'steward'],
  ['governance', 'self'],
  ['data', 'buyer'],
  ['payouts', 'self'],
  ['log', 'steward'],
  [PARTNER, 'buyer'],
] as const satisfies readonly (readonly [string, ViewerName])[];

/** With a service stopped, every root field, and below it every way that leads from one service to another. */
export function describeOutages(given: () => PolicyWorld, houseOf: () => WholeHouse): void {
  describe('while a subgraph is stopped', () => {
    let house: WholeHouse;
    let roots: { asked: Asked; text: string }[];
    const whole = new Map<ViewerName, ClientAnswer>();
    const query = () => `{ ${roots.map(({ text }) => text).join(' ')} }`;

    beforeAll(async () => {
      house = houseOf();
      const names = Object.keys(house.schema.getQueryType()!.getFields());
      roots = names.map((name) => {
        const asked = drawRoot(house.schema, name, nothingTwice)!;
        return { asked, text: textOf(asked, rootOf(name, given().own)) };
      });
      for (const viewer of ASKING) whole.set(viewer, await house.ask(viewer, query()));
    }, ASK_MS);

    it('is asked for everything that there is', () => {
      const answered = new Set(
        ASKING.flatMap((viewer) => {
          const { data } = whole.get(viewer)!;
          return Object.keys(data ?? {}).filter((name) => data![name] !== null);
        }),
      );
      expect([...answered].sort()).toEqual(roots.map(({ asked }) => asked.field.name).sort());
    });

    it.each(STOPPED)(
      'what %s owns is null, with an error that says why, and all else stands',
      async (stopped, loser) => {
        const owners = ownersOf(house.subgraphs);
        const homes = homesOf(house.subgraphs);
        let lostInAll = 0;
        for (const viewer of FULL ? ASKING : [loser]) {
          const before = whole.get(viewer)!;
          const { data, errors = [] } = await house.ask(viewer, query(), stopped);
          expect(data).toEqual(expect.any(Object));
          const lost = roots.flatMap(({ asked }) => {
            const { name } = asked.field;
            return lostValues(asked, before.data![name], data![name], [name]);
          });
          const isTold = ({ path }: Lost) =>
            errors.some(
              (error) =>
                path.every((key, index) => error.path?.[index] === key) &&
                error.extensions?.code === 'SUBGRAPH_UNAVAILABLE',
            );
          const isOfStopped = ({ asked: { parent, field } }: Lost) =>
            owners.get(`${parent}.${field.name}`)?.has(stopped) === true ||
            homes.get(getNamedType(field.type).name)?.has(stopped) === true;
          const told = ({ path }: Lost) => path.join('.');
          expect(lost.filter((one) => !isOfStopped(one)).map(told)).toEqual([]);
          expect(lost.filter((one) => !isTold(one)).map(told)).toEqual([]);
          expect(errors.filter(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR')).toEqual([]);
          lostInAll += lost.length;
        }
        expect(lostInAll).toBeGreaterThan(0);
      },
      ASK_MS,
    );
  });
}

/** All of a type's fields; of objects those that are not on the way already. Of a page, its nodes. */
const nothingTwice: Choose = (fields, path) =>
  fields.filter(({ name, type }) => {
    const below = getNamedType(type);
    if (name === 'edges' || name === 'pageInfo') return false;
    return !('getFields' in below) || (path.length < DEPTH_MAX && !path.some((one) => one === below));
  });
