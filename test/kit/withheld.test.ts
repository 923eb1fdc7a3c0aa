import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Directive, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { NonEmptyArray } from 'type-graphql';
import { isNonNullType } from 'graphql';
import { Access } from '../../subgraphs/kit/schema/access.js';
import { buildSubgraph } from '../../subgraphs/kit/schema/build.js';
import { GivenTo } from '../../subgraphs/kit/schema/withheld.js';

const described = { description: 'Of a test.' };

@ObjectType(described)
class Payslip {
  @Field(() => String, described)
  @Access('self')
  amount: string;
}

@ObjectType(described)
class PayslipPage {
  @Field(() => [Payslip], described)
  @Access('public')
  nodes: Payslip[];
}

@ObjectType(described)
class Person {
  @Field(() => PayslipPage, { ...described, nullable: true })
  @Access('self')
  payslips: PayslipPage;
}

@ObjectType(described)
class Diary {
  @Field(() => String, described)
  @Access('self')
  text: string;
}

@ObjectType(described)
@Directive('@key(fields: "id")')
class Deed {
  @Field(() => String, described)
  @Access('public')
  id: string;

  @Field(() => String, described)
  @Access('buyer')
  terms: string;
}

@ObjectType(described)
@Directive('@key(fields: "id")')
@GivenTo('buyerOrStewards')
class Bill {
  @Field(() => String, described)
  @Access('buyerOrStewards')
  id: string;

  @Field(() => String, described)
  @Access('buyer')
  note: string;
}

@ObjectType(described)
class Office {
  @Field(() => String, described)
  @Access('selfOrStewards')
  holder: string;
}

@ObjectType(described)
class House {
  @Field(() => Office, { ...described, nullable: true })
  @Access('auditors')
  office: Office;
}

@ObjectType(described)
class Anteroom {
  @Field(() => Diary, { ...described, nullable: true })
  @Access('stewards')
  diary: Diary;
}

@Resolver()
class PersonResolver {
  @Query(() => Person, described)
  @Access('public')
  person(): Person {
    return { payslips: { nodes: [] } };
  }

  @Mutation(() => [String], described)
  @Access('signedIn')
  rename(): string[] {
    return [];
  }
}

@Resolver()
class DiaryResolver {
  @Query(() => Diary, described)
  @Access('public')
  diary(): Diary {
    return { text: '' };
  }
}

@Resolver()
class HouseResolver {
  @Query(() => House, described)
  @Access('public')
  house(): House {
    return { office: { holder: '' } };
  }
}

@Resolver()
class AnteroomResolver {
  @Query(() => Anteroom, described)
  @Access('public')
  anteroom(): Anteroom {
    return { diary: { text: '' } };
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for classes
type Classes = NonEmptyArray<Function>;

const built = (resolver: Classes[0], ...orphanedTypes: Classes[0][]) =>
  buildSubgraph({ resolvers: [resolver], references: {}, orphanedTypes });

describe('a schema', () => {
  it('lets every root field be null, whatever its resolver declares', async () => {
    const { schema, sdl } = await built(PersonResolver);
    for (const root of [schema.getQueryType()!, schema.getMutationType()!]) {
      for (const { name, type } of Object.values(root.getFields())) {
        // What the federation asks with is not of the public schema.
        if (!name.startsWith('_')) expect([name, isNonNullType(type)]).toEqual([name, false]);
      }
    }
    expect(sdl).toContain('rename: [String!]\n');
  });

  it('may promise what whoever has the object may read, through a list too', async () => {
    await expect(built(PersonResolver)).resolves.toBeDefined();
    await expect(built(HouseResolver)).resolves.toBeDefined();
  });

  it.each([
    ['where a root field gives the object to everybody', DiaryResolver, [], ['Diary.text']],
    ['where an entity comes to whoever has its key', PersonResolver, [Deed], ['Deed.terms']],
    ['where somebody else is given the object', PersonResolver, [Bill], ['Bill.note']],
    ['where the way to the object lets in others', AnteroomResolver, [], ['Diary.text']],
  ] as const)('promises nothing that may be refused: %s', async (_, resolver, orphans, fields) => {
    await expect(built(resolver, ...orphans)).rejects.toThrow(
      `may be refused, so must be nullable: ${fields.join(', ')}`,
    );
  });
});
