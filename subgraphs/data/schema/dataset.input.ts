import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { PurposeScalar } from '../../kit/schema/scalars.js';
import type { Column, ColumnType, Sensitivity } from '../domain/dataset.js';
import type { Bounds } from '../domain/exactNumber.js';
import type { CatalogueFilter } from '../store/search/catalogueQuery.js';
import type { PublishDataset } from '../service/publishDataset.js';
import type { DatasetOrder } from '../store/search/ordering.js';
import { ColumnTypeEnum, SensitivityEnum } from './column.type.js';
import { MoneyInput, TimeSpanInput } from './shared.input.js';

@InputType({ description: 'Values are clamped to these before they are summed; both are inside.' })
class ColumnBoundsInput implements Bounds {
  @Field(() => Float, { description: 'In the unit of the column.' })
  min: number;

  @Field(() => Float, { description: 'In the unit of the column; above `min`.' })
  max: number;
}

@InputType({ description: 'One column of a dataset.' })
export class DataColumnInput {
  @Field(() => String, { description: 'A lower-case letter and up to 62 of a-z, 0-9 and _.' })
  name: string;

  @Field(() => ColumnTypeEnum, { description: 'What its values are.' })
  type: ColumnType;

  @Field(() => String, { nullable: true, description: 'Unit of its values; null where they have none.' })
  unit?: string | null;

  @Field(() => String, { description: 'What a value says.' })
  meaning: string;

  @Field(() => SensitivityEnum, { description: 'Category that a consent names.' })
  sensitivity: Sensitivity;

  @Field(() => ColumnBoundsInput, { nullable: true, description: 'Of numbers only.' })
  bounds?: Bounds | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of texts only: the public list of values, at most 200.',
  })
  categories?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a row without a value here is no valid one; false when left out.',
  })
  required?: boolean | null;
}

@InputType({ description: 'A dataset to enter in the catalogue of a co-op.' })
export class PublishDatasetInput {
  @Field(() => ID, { description: 'The co-op, of which the viewer is a steward.' })
  cooperative: string;

  @Field(() => String, { description: 'At most 200 characters.' })
  title: string;

  @Field(() => String, { description: 'At most 10,000 characters.' })
  description: string;

  @Field(() => [String], { description: 'At most 50.' })
  keywords: string[];

  @Field(() => [String], { description: 'At most 50.' })
  themes: string[];

  @Field(() => [DataColumnInput], { description: 'At most 100.' })
  columns: DataColumnInput[];

  @Field(() => [String], {
    nullable: true,
    description:
      'Columns that tell a row from every other of the dataset, 1 to 10: a row whose key stood before, whoever contributed it, counts once. Choose what others cannot guess of a member.',
  })
  rowKey?: string[] | null;

  @Field(() => TimeSpanInput, { nullable: true, description: 'The time that its records are from.' })
  temporal?: TimeSpanInput | null;

  @Field(() => String, { nullable: true, description: 'The place that its records are from.' })
  spatial?: string | null;

  @Field(() => Int, { description: 'Rows of one member that a computation may use, 1 to 10,000.' })
  rowsPerMemberMax: number;
}

export const DatasetOrderEnum = {
  RELEVANCE: 'RELEVANCE',
  TITLE: 'TITLE',
  NEWEST: 'NEWEST',
  RECORDS: 'RECORDS',
} as const satisfies Record<DatasetOrder, DatasetOrder>;
registerEnumType(DatasetOrderEnum, {
  name: 'DatasetOrder',
  description: 'How found datasets are ordered.',
  valuesConfig: {
    RELEVANCE: { description: 'Best answer to the search first; without a search, as NEWEST.' },
    TITLE: { description: 'By title.' },
    NEWEST: { description: 'Last published first.' },
    RECORDS: { description: 'Most records first.' },
  },
});

@InputType({ description: 'What found datasets must satisfy; all of it.' })
export class DatasetFilter implements CatalogueFilter {
  @Field(() => ID, { nullable: true, description: 'Of this co-op.' })
  cooperative?: string | null;

  @Field(() => [String], { nullable: true, description: 'With any of these themes.' })
  themes?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'With all of these keywords.' })
  keywords?: string[] | null;

  @Field(() => PurposeScalar, {
    nullable: true,
    description: 'Offered for this purpose, or a broader one that includes it.',
  })
  purpose?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'Offered at this price or less, in this currency.',
  })
  priceMax?: MoneyInput | null;

  @Field(() => TimeSpanInput, { nullable: true, description: 'With records from this time.' })
  temporal?: TimeSpanInput | null;
}

/** Left out and null mean the same to the use cases. */
export function toPublishDataset(input: PublishDatasetInput): PublishDataset {
  const { cooperative: cooperativeId, temporal, spatial, columns, rowKey, ...rest } = input;
  return {
    ...rest,
    cooperativeId,
    temporal: temporal ?? null,
    spatial: spatial ?? null,
    columns: columns.map(toColumn),
    rowKey: rowKey ?? null,
  };
}

function toColumn({ unit, bounds, categories, required, ...rest }: DataColumnInput): Column {
  return {
    ...rest,
    unit: unit ?? null,
    bounds: bounds ?? null,
    categories: categories ?? null,
    required: required ?? false,
  };
}
