import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { NonEmptyArray } from 'type-graphql';
import { Access } from '../../subgraphs/kit/schema/access.js';
import { buildSubgraph } from '../../subgraphs/kit/schema/build.js';
import { PublicFor, PublicWithHolder } from '../../subgraphs/kit/schema/caching.js';

@ObjectType({ description: 'A price.' })
@PublicWithHolder()
class OpenPrice {
  @Field(() => String, { description: 'How much.' })
  @Access('public')
  amount: string;
}

@ObjectType({ description: 'An entry of a catalogue.' })
@PublicFor(60)
class OpenEntry {
  @Field(() => String, { description: 'Its title.' })
  @Access('public')
  title: string;

  @Field(() => OpenPrice, { description: 'What it costs.' })
  @Access('public')
  price: OpenPrice;
}

@ObjectType({ description: 'Somebody’s letter.' })
class Letter {
  @Field(() => String, { nullable: true, description: 'What it says.' })
  @Access('self')
  text: string;
}

@ObjectType({ description: 'An entry with a field for stewards.' })
@PublicFor(60)
class HalfOpenEntry {
  @Field(() => String, { description: 'What stewards noted.' })
  @Access('stewards')
  note: string;

  @Field(() => [OpenPrice], { description: 'What stewards reckon with.' })
  @Access('stewards')
  prices: OpenPrice[];

  @Field(() => Letter, { description: 'Not declared, and so not kept.' })
  @Access('stewards')
  letter: Letter;
}

@Resolver()
class OpenResolver {
  @Query(() => OpenEntry, { description: 'An entry.' })
  @Access('public')
  openEntry(): OpenEntry {
    return { title: 'Trips', price: { amount: '1' } };
  }
}

@Resolver()
class HalfOpenResolver {
  @Query(() => HalfOpenEntry, { description: 'An entry.' })
  @Access('public')
  halfOpenEntry(): HalfOpenEntry {
    return { note: 'n', prices: [], letter: { text: 't' } };
  }
}

@Resolver()
class SignedInResolver {
  @PublicFor(60)
  @Query(() => OpenEntry, { description: 'An entry for some.' })
  @Access('signedIn')
  entryForSome(): OpenEntry {
    return { title: 'Trips', price: { amount: '1' } };
  }
}

@Resolver()
class LetterResolver {
  @PublicFor(60)
  @Query(() => Letter, { description: 'A letter.' })
  @Access('public')
  letter(): Letter {
    return { text: 't' };
  }
}

@Resolver()
class PlainResolver {
  @Query(() => Letter, { description: 'A letter.' })
  @Access('public')
  plainLetter(): Letter {
    return { text: 't' };
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
const build = (...resolvers: NonEmptyArray<Function>) => buildSubgraph({ resolvers, references: {} });

describe('a schema that declares what is public', () => {
  it('says so to whoever composes it', async () => {
    const { sdl } = await build(OpenResolver);
    expect(sdl).toContain('type OpenEntry @cacheControl(maxAge: 60)');
    expect(sdl).toContain('type OpenPrice @cacheControl(inheritMaxAge: true)');
    expect(sdl).toContain('@composeDirective(name: "@cacheControl")');
  });

  it('says nothing where there is nothing to say', async () => {
    expect((await build(PlainResolver)).sdl).not.toContain('cacheControl');
  });

  const refused = [
    {
      name: 'fields of a public type that some may not read',
      resolver: HalfOpenResolver,
      fields: 'HalfOpenEntry.note, HalfOpenEntry.prices',
    },
    {
      name: 'a public field that some may not read',
      resolver: SignedInResolver,
      fields: 'Query.entryForSome',
    },
    {
      name: 'what a public field gives, and some may not read',
      resolver: LetterResolver,
      fields: 'Letter.text',
    },
  ];

  it.each(refused)('fails its build for $name', async ({ resolver, fields }) => {
    await expect(build(resolver)).rejects.toThrow(`declared public, and not open to everybody: ${fields}`);
  });
});
