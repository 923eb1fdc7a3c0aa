import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicWithHolder } from '../../kit/schema/caching.js';
import type { Column, ColumnType, Sensitivity } from '../domain/dataset.js';
import type { Bounds } from '../domain/exactNumber.js';

export const ColumnTypeEnum = {
  NUMBER: 'NUMBER',
  INTEGER: 'INTEGER',
  TEXT: 'TEXT',
  INSTANT: 'INSTANT',
  BOOLEAN: 'BOOLEAN',
} as const satisfies Record<ColumnType, ColumnType>;
registerEnumType(ColumnTypeEnum, {
  name: 'ColumnType',
  description: 'What the values of a column are.',
  valuesConfig: {
    NUMBER: { description: 'Numbers, to six decimal places.' },
    INTEGER: { description: 'Whole numbers.' },
    TEXT: { description: 'Texts.' },
    INSTANT: { description: 'Instants in UTC, ISO 8601.' },
    BOOLEAN: { description: 'True or false.' },
  },
});

export const SensitivityEnum = {
  ORDINARY: 'ORDINARY',
  PERSONAL: 'PERSONAL',
  SPECIAL: 'SPECIAL',
} as const satisfies Record<Sensitivity, Sensitivity>;
registerEnumType(SensitivityEnum, {
  name: 'Sensitivity',
  description: 'How much harm a leaked value could do.',
  valuesConfig: {
    ORDINARY: { description: 'No more than the dataset’s being known.' },
    PERSONAL: { description: 'It says something of a person.' },
    SPECIAL: { description: 'Of a special category, such as health.' },
  },
});

@ObjectType('ColumnBounds', {
  description: 'Values are clamped to these before they are summed; both are inside.',
})
@PublicWithHolder()
class ColumnBoundsType implements Bounds {
  @Field(() => Float, { description: 'In the unit of the column.' })
  @Access('public')
  min: number;

  @Field(() => Float, { description: 'In the unit of the column.' })
  @Access('public')
  max: number;
}

@ObjectType('DataColumn', { description: 'One column of a dataset.' })
@PublicWithHolder()
class DataColumnType implements Column {
  @Field(() => String, { description: 'Name by which jobs refer to it.' })
  @Access('public')
  name: string;

  @Field(() => ColumnTypeEnum, { description: 'What its values are.' })
  @Access('public')
  type: ColumnType;

  @Field(() => String, { nullable: true, description: 'Unit of its values; null where they have none.' })
  @Access('public')
  unit: string | null;

  @Field(() => String, { description: 'What a value says.' })
  @Access('public')
  meaning: string;

  @Field(() => SensitivityEnum, { description: 'Category that a consent names.' })
  @Access('public')
  sensitivity: Sensitivity;

  @Field(() => ColumnBoundsType, { nullable: true, description: 'Of numbers only.' })
  @Access('public')
  bounds: Bounds | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of texts only: the public list of values, which may name groups.',
  })
  @Access('public')
  categories: string[] | null;

  @Field(() => Boolean, { description: 'Whether a row without a value here is no valid one.' })
  @Access('public')
  required: boolean;
}

@ObjectType('DataSchema', { description: 'The columns of a dataset.' })
@PublicWithHolder()
export class DataSchemaType {
  @Field(() => [DataColumnType], { description: 'In the order in which they were declared.' })
  @Access('public')
  columns: readonly Column[];

  @Field(() => [String], {
    nullable: true,
    description:
      'Columns by which a row is told from its repeats, which count once; null where rows have no key.',
  })
  @Access('public')
  rowKey: readonly string[] | null;

  @Field(() => Int, { description: 'Rows of one member that a computation may use.' })
  @Access('public')
  rowsPerMemberMax: number;
}
