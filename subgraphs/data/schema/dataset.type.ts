import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PublicConnectionOf } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import { TimeSpanType } from '../../kit/schema/shared.js';
import type { Dataset } from '../domain/dataset.js';
import { qualityOf } from '../domain/quality.js';
import type { Quality } from '../domain/quality.js';
import type { Count } from '../store/search/catalogueCounts.js';
import type { CatalogueSearch } from '../store/search/catalogueQuery.js';
import { CatalogSourceType, DataQualityType, DatasetDistributionType } from './catalogue.type.js';
import { DataSchemaType } from './column.type.js';

/** Its journal tells the gateway of every change; who keeps an answer elsewhere hears of none. */
export const CATALOGUE_SECONDS = 60;

@ObjectType('Dataset', { description: ENTITIES.Dataset })
@Directive('@key(fields: "id")')
@PublicFor(CATALOGUE_SECONDS)
export class DatasetType {
  cooperativeId: string;
  changedAt: Date;

  @Field(() => ID, { description: 'TypeID, `dst_…`.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'Title.' })
  @Access('public')
  title: string;

  @Field(() => String, { description: 'What it holds, in the co-op’s words.' })
  @Access('public')
  description: string;

  @Field(() => [String], { description: 'Words to find it by.' })
  @Access('public')
  keywords: readonly string[];

  @Field(() => [String], { description: 'Subjects under which the catalogue lists it.' })
  @Access('public')
  themes: readonly string[];

  @Field(() => DataSchemaType, { description: 'Its columns: names, types, units, meanings, sensitivities.' })
  @Access('public')
  schema: DataSchemaType;

  @Field(() => TimeSpanType, { nullable: true, description: 'The time that its records are from.' })
  @Access('public')
  temporal: TimeSpanType | null;

  @Field(() => String, { nullable: true, description: 'The place that its records are from.' })
  @Access('public')
  spatial: string | null;

  @Field(() => Int, { description: 'Members who contribute, rounded down to tens; 0 below ten.' })
  @Access('public')
  contributorCount: number;

  @Field(() => Int, {
    description: 'Records, rounded down to tens; 0 while fewer than ten members contribute.',
  })
  @Access('public')
  recordCount: number;

  @Field(() => DataQualityType, {
    nullable: true,
    description: 'What can be said of its quality without decrypting.',
  })
  @Access('public')
  quality: Quality | null;

  @Field(() => [DatasetDistributionType], { description: 'Forms in which it is to be had.' })
  @Access('public')
  distributions: DatasetDistributionType[];

  @Field(() => CatalogSourceType, { description: 'Whose catalogue it is entered in.' })
  @Access('public')
  source: CatalogSourceType;

  @Field(() => DateTimeScalar, { description: 'When stewards published it.' })
  @Access('public')
  publishedAt: Date;
}

export const DatasetConnection = PublicConnectionOf(DatasetType, 'Dataset');

/** A page with the search that it answers: its hits and their facets are counted only when they are asked for. */
export type DatasetPage = Page<DatasetType> & { search: CatalogueSearch; total: () => Promise<Count> };

export function toDatasetType(dataset: Dataset): DatasetType {
  const { id, cooperativeId, columns, rowKey, rowsPerMemberMax, contributorCount, recordCount, publishedAt } =
    dataset;
  return {
    id,
    cooperativeId,
    changedAt: dataset.changedAt,
    title: dataset.title,
    description: dataset.description,
    keywords: dataset.keywords,
    themes: dataset.themes,
    schema: { columns, rowKey, rowsPerMemberMax },
    temporal: dataset.temporal,
    spatial: dataset.spatial,
    contributorCount,
    recordCount,
    quality: qualityOf(columns, rowsPerMemberMax, { contributors: contributorCount, records: recordCount }),
    distributions: [
      {
        id: `${id}#compute`,
        kind: 'COMPUTE',
        title: 'Aggregates with noise, computed under a licence',
        mediaType: 'application/json',
      },
    ],
    source: { kind: 'LOCAL', name: null },
    publishedAt,
  };
}
