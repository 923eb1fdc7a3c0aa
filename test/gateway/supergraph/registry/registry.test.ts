import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Registry } from '../../../../gateway/supergraph/registry/registry.js';
import { LINK } from '../support/core.js';
import { ACME, directComposer, SILENT, startRegistry } from '../support/registry.js';
import type { RegistryWorld } from '../support/registry.js';

const RATING = `${LINK} type Dataset @key(fields: "id") { id: ID!  acmeRating: Float  acmeNote: String }`;
const LESS = `${LINK} type Dataset @key(fields: "id") { id: ID!  acmeRating: Float }`;
const BY = { by: 'did:key:operator', force: false };

describe('the registry', () => {
  let world: RegistryWorld;
  const refusal = (code: string, facts: object = {}) =>
    expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });
  const seen = (name: string, ...coordinates: string[]) =>
    world.usage.add([{ signature: name, name, coordinates, requests: 7 }]);

  beforeAll(async () => {
    world = await startRegistry();
  });
  beforeEach(async () => {
    await world.reset();
    await world.store.register(ACME, 'did:key:operator');
  });
  afterAll(() => world.drop());

  test('begins with the services, and does not compose again what it has composed', async () => {
    const first = await world.store.latest();
    expect(first).toMatchObject({ generation: 1, members: [{ name: 'membership' }, { name: 'data' }] });
    const composed = world.composer.composed();
    expect(await world.registry.begin()).toEqual(first);
    expect(world.composer.composed()).toBe(composed);
  });

  test('publishes a partner’s schema as a new generation, once', async () => {
    expect(await world.registry.publish('acme', RATING, BY)).toMatchObject({
      outcome: 'published',
      generation: 2,
    });
    const latest = await world.store.latest();
    expect(latest!.sdl).toContain('url: "https://acme.example/graphql"');
    expect(latest!.apiSdl).toContain('acmeRating: Float');
    expect(await world.registry.publish('acme', RATING, BY)).toMatchObject({
      outcome: 'unchanged',
      generation: 2,
    });
    expect((await world.registry.list()).subgraphs).toContainEqual(
      expect.objectContaining({ name: 'acme', kind: 'partner', state: 'composed', prefix: 'Acme' }),
    );
  });

  test('keeps nothing of what is only checked', async () => {
    expect(await world.registry.check('acme', RATING)).toEqual({ problems: [], changes: [] });
    expect(await world.store.latestGeneration()).toBe(1);
    expect((await world.store.partners())[0]!.sdl).toBeNull();
  });

  test('tells a partner which of its rules it broke, and keeps what there was', async () => {
    await world.registry.publish('acme', RATING, BY);
    const shadowing = `${LINK}\ntype Member @key(fields: "id") { id: ID! }`;
    const problems = [expect.objectContaining({ code: 'PARTNER_SHADOWS', coordinate: 'Member', line: 2 })];
    expect(await world.registry.check('acme', shadowing)).toMatchObject({ problems });
    await expect(world.registry.publish('acme', shadowing, BY)).rejects.toEqual(
      refusal('SCHEMA_REFUSED', { problems }),
    );
    expect(await world.store.latestGeneration()).toBe(2);
    expect((await world.store.partners())[0]!.sdl).toBe(RATING);
  });

  test('tells where a schema does not compose, in the author’s own lines', async () => {
    const sdl = `${LINK}\ntype Query {\n  acmeAll: [AcmeThing!]\n}\ntype AcmeThing @key(fields: "nothing") {\n  id: ID!\n}`;
    const { problems } = await world.registry.check('acme', sdl);
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'KEY_INVALID_FIELDS',
        subgraph: 'acme',
        coordinate: 'AcmeThing',
        line: 5,
        help: 'Name fields in @key that the type has.',
      }),
    );
  });

  test('lets a field go that no operation has used', async () => {
    await world.registry.publish('acme', RATING, BY);
    await seen('Ratings', 'Dataset', 'Dataset.acmeRating');
    expect(await world.registry.publish('acme', LESS, BY)).toMatchObject({
      outcome: 'published',
      changes: [{ type: 'FIELD_REMOVED', breaking: true, usedBy: [] }],
    });
  });

  test('refuses to take away a field that is in use, and names who uses it', async () => {
    await world.registry.publish('acme', RATING, BY);
    await seen('Notes', 'Dataset', 'Dataset.acmeNote');
    const usedBy = [expect.objectContaining({ name: 'Notes', requests: 7 })];
    const changes = [expect.objectContaining({ message: 'Dataset.acmeNote was removed.', usedBy })];
    await expect(world.registry.publish('acme', LESS, BY)).rejects.toEqual(
      refusal('SCHEMA_BREAKS', { changes }),
    );
    expect((await world.registry.check('acme', LESS)).changes).toEqual(changes);
    expect((await world.store.latest())!.apiSdl).toContain('acmeNote');
  });

  test('lets an operator take it away nevertheless', async () => {
    await world.registry.publish('acme', RATING, BY);
    await seen('Notes', 'Dataset', 'Dataset.acmeNote');
    const forced = await world.registry.publish('acme', LESS, { ...BY, force: true });
    expect(forced).toMatchObject({ outcome: 'published', changes: [{ usedBy: [{ name: 'Notes' }] }] });
  });

  test('retires a partner, unless its fields are in use', async () => {
    await world.registry.publish('acme', RATING, BY);
    await seen('Ratings', 'Dataset', 'Dataset.acmeRating');
    await expect(world.registry.publish('acme', null, BY)).rejects.toEqual(refusal('SCHEMA_BREAKS'));
    expect(await world.registry.publish('acme', null, { ...BY, force: true })).toMatchObject({
      outcome: 'retired',
    });
    expect((await world.store.latest())!.apiSdl).not.toContain('acme');
    expect(await world.registry.publish('acme', null, BY)).toMatchObject({ outcome: 'unchanged' });
    expect((await world.registry.list()).subgraphs).toContainEqual(
      expect.objectContaining({ name: 'acme', state: 'not published' }),
    );
  });

  test('takes in what a service says anew', async () => {
    world.core[1]!.sdl = world.core[1]!.sdl.replace('title: String!', 'title: String!  subtitle: String');
    await world.registry.publish('data', undefined, BY);
    expect((await world.store.latest())!.apiSdl).toContain('subtitle');
  });

  test('holds a service’s schema, before it runs, against what is in use', async () => {
    await seen('Titles', 'Dataset', 'Dataset.title');
    const sdl = world.core[1]!.sdl.replace('title: String!', 'heading: String!');
    expect((await world.registry.check('data', sdl)).changes).toMatchObject([
      { message: 'Dataset.title was removed.', usedBy: [{ name: 'Titles' }] },
    ]);
  });

  test.each([
    ['of a subgraph that nobody registered', 'zenith', RATING, 'NOT_FOUND'],
    ['that a service does not say itself', 'data', 'type Query { a: Int }', 'BAD_USER_INPUT'],
    ['that would retire a service', 'data', null, 'BAD_USER_INPUT'],
  ])('publishes no schema %s', async (_, name, sdl, code) => {
    await expect(world.registry.publish(name, sdl, BY)).rejects.toEqual(refusal(code));
  });

  test('keeps the last good supergraph when the services no longer compose, also after a restart', async () => {
    const last = await world.registry.begin();
    world.core[1]!.sdl = `${LINK} type Query { cooperative(id: ID!): Int }`;
    expect(await world.registry.begin()).toEqual(last);
    await expect(world.registry.publish('data', undefined, BY)).rejects.toEqual(refusal('SCHEMA_REFUSED'));
    expect(await world.store.latestGeneration()).toBe(last.generation);
  });

  test('leaves a partner out that a service’s change has broken, and takes it in again', async () => {
    await world.registry.publish('acme', RATING, BY);
    const before = world.core[1]!.sdl;
    world.core[1]!.sdl = before.replace('title: String!', 'title: String!  acmeRating: Int');
    await world.registry.publish('data', undefined, { ...BY, force: true });
    expect((await world.registry.list()).subgraphs).toContainEqual(
      expect.objectContaining({ name: 'acme', state: 'left out' }),
    );
    world.core[1]!.sdl = before;
    expect((await world.registry.begin()).apiSdl).toContain('acmeNote');
  });

  test('cannot begin without services that compose', async () => {
    await world.sql('delete from supergraph');
    world.core[1]!.sdl = `${LINK} type Query { cooperative(id: ID!): Int }`;
    await expect(world.registry.begin()).rejects.toThrow(/do not compose[^]*Query.cooperative/);
  });

  test('makes one generation after another when many gateways publish at once', async () => {
    const names = ['brio', 'celo', 'dune'];
    const prefixes = ['Brio', 'Celo', 'Dune'];
    for (const [index, name] of names.entries()) {
      await world.store.register({ ...ACME, name, prefix: prefixes[index]! }, 'op');
    }
    const another = new Registry({
      ...world,
      composer: directComposer(),
      core: () => Promise.resolve(world.core),
      usageDays: 30,
      logger: SILENT,
    });
    const outcomes = await Promise.allSettled(
      names.map((name, index) => {
        const field = `${name}Rating`;
        const sdl = `${LINK} type Dataset @key(fields: "id") { id: ID!  ${field}: Int }`;
        return (index % 2 ? another : world.registry).publish(name, sdl, BY);
      }),
    );
    const published = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(published).toBeGreaterThan(0);
    expect(await world.store.latestGeneration()).toBe(1 + published);
    const { apiSdl } = (await world.store.latest())!;
    expect(apiSdl.match(/(brio|celo|dune)Rating/g)).toHaveLength(published);
  });

  test('keeps only so many generations', async () => {
    const base = (await world.store.latest())!;
    for (let generation = 1; generation <= 25; generation++) await world.store.append(generation, base);
    expect(await world.sql('select 1 from supergraph')).toHaveLength(20);
    expect(await world.store.latestGeneration()).toBe(26);
  });
});
