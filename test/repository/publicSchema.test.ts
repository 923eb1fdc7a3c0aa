import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { isEnumType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { composePublicSchema } from '../support/publicSchema.js';

const names = JSON.parse(readFileSync(new URL('../support/publicNames.json', import.meta.url), 'utf8')) as {
  types: Record<string, string[]>;
  enums: Record<string, string[]>;
};

/** Frontend teams, partner co-ops and buyers write against these names. */
describe('the public schema', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await composePublicSchema();
  });

  it.each(Object.entries(names.types))('has %s with its promised fields', (typeName, fields) => {
    const type = schema.getType(typeName);
    expect(isObjectType(type)).toBe(true);
    expect(Object.keys(isObjectType(type) ? type.getFields() : {})).toEqual(expect.arrayContaining(fields));
  });

  it.each(Object.entries(names.enums))('has %s with its promised values', (typeName, values) => {
    const type = schema.getType(typeName);
    expect(isEnumType(type) ? type.getValues().map((value) => value.name) : []).toEqual(
      expect.arrayContaining(values),
    );
  });

  it('describes every field and argument', () => {
    const bare = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) =>
        Object.values(isObjectType(type) ? type.getFields() : {})
          .filter((field) => !field.description)
          .map((field) => `${type.name}.${field.name}`),
      );
    expect(bare).toEqual([]);
  });

  it('takes one input in every mutation', () => {
    const odd = Object.values(schema.getMutationType()!.getFields())
      .filter(
        (field) => field.args.length > 1 || (field.args.length === 1 && field.args[0]!.name !== 'input'),
      )
      .map((field) => field.name);
    expect(odd).toEqual([]);
  });
});
