import { Column as Field, Entity, PrimaryColumn } from 'typeorm';
import type { Column, Dataset } from '../domain/dataset.js';

@Entity('dataset')
export class DatasetRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Field('text')
  title: string;

  @Field('text')
  description: string;

  @Field('text', { array: true })
  keywords: string[];

  @Field('text', { array: true })
  themes: string[];

  @Field('jsonb')
  columns: Column[];

  @Field('text', { array: true, name: 'row_key', nullable: true })
  rowKey: string[] | null;

  @Field('timestamptz', { name: 'temporal_from', nullable: true })
  temporalFrom: Date | null;

  @Field('timestamptz', { name: 'temporal_until', nullable: true })
  temporalUntil: Date | null;

  @Field('text', { nullable: true })
  spatial: string | null;

  @Field('integer', { name: 'rows_per_member_max' })
  rowsPerMemberMax: number;

  @Field('timestamptz', { name: 'published_at' })
  publishedAt: Date;

  /** Coarsened, as is the next: what the public may know. */
  @Field('integer', { name: 'contributor_count' })
  contributorCount: number;

  @Field('integer', { name: 'record_count' })
  recordCount: number;

  @Field('timestamptz', { name: 'changed_at' })
  changedAt: Date;
}

/** The table's columns, as SQL gives them. */
export interface DatasetColumns {
  cooperative_id: string;
  id: string;
  title: string;
  description: string;
  keywords: string[];
  themes: string[];
  columns: Column[];
  row_key: string[] | null;
  temporal_from: Date | null;
  temporal_until: Date | null;
  spatial: string | null;
  rows_per_member_max: number;
  published_at: Date;
  contributor_count: number;
  record_count: number;
  changed_at: Date;
}

export function datasetOfColumns(of: DatasetColumns): Dataset {
  return toDataset({
    cooperativeId: of.cooperative_id,
    id: of.id,
    title: of.title,
    description: of.description,
    keywords: of.keywords,
    themes: of.themes,
    columns: of.columns,
    rowKey: of.row_key,
    temporalFrom: of.temporal_from,
    temporalUntil: of.temporal_until,
    spatial: of.spatial,
    rowsPerMemberMax: of.rows_per_member_max,
    publishedAt: of.published_at,
    contributorCount: of.contributor_count,
    recordCount: of.record_count,
    changedAt: of.changed_at,
  });
}

export function toDataset(row: DatasetRow): Dataset {
  const { temporalFrom, temporalUntil, columns, ...rest } = row;
  const temporal = temporalFrom && temporalUntil ? { from: temporalFrom, until: temporalUntil } : null;
  return { ...rest, columns: readColumns(columns), temporal };
}

/** Columns as they are kept: those of datasets that were published before columns could be required do not say so. */
export function readColumns(kept: readonly (Omit<Column, 'required'> & Partial<Column>)[]): Column[] {
  return kept.map((column) => ({ ...column, required: column.required ?? false }));
}

export function fromDataset({ temporal, keywords, themes, columns, rowKey, ...rest }: Dataset): DatasetRow {
  return {
    ...rest,
    keywords: [...keywords],
    themes: [...themes],
    columns: [...columns],
    rowKey: rowKey && [...rowKey],
    temporalFrom: temporal?.from ?? null,
    temporalUntil: temporal?.until ?? null,
  };
}
