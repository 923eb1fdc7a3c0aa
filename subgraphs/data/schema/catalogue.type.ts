import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicWithHolder } from '../../kit/schema/caching.js';
import { DateTimeScalar, JSONScalar } from '../../kit/schema/scalars.js';
import type { Provenance, ProvenanceActivity, ProvenanceNode } from '../domain/provenance.js';
import type { Quality } from '../domain/quality.js';
import type { Facets } from '../service/facets.js';
import type { FacetCount } from '../store/search/catalogueCounts.js';

const DistributionKindEnum = { COMPUTE: 'COMPUTE', SAMPLE: 'SAMPLE', DOWNLOAD: 'DOWNLOAD' } as const;
registerEnumType(DistributionKindEnum, {
  name: 'DistributionKind',
  description: 'How a dataset can be got at.',
  valuesConfig: {
    COMPUTE: { description: 'Only by computing on it, under a licence.' },
    SAMPLE: { description: 'A few rows that may be looked at.' },
    DOWNLOAD: { description: 'As a file.' },
  },
});

@ObjectType('DatasetDistribution', {
  description: 'A dcat:Distribution: a form in which a dataset is to be had.',
})
@PublicWithHolder()
export class DatasetDistributionType {
  @Field(() => ID, { description: 'Stable, and unique among all distributions.' })
  @Access('public')
  id: string;

  @Field(() => DistributionKindEnum, { description: 'What a licensee may do.' })
  @Access('public')
  kind: keyof typeof DistributionKindEnum;

  @Field(() => String, { description: 'For people.' })
  @Access('public')
  title: string;

  @Field(() => String, { description: 'Media type of what a licensee receives.' })
  @Access('public')
  mediaType: string;
}

const CatalogSourceKindEnum = { LOCAL: 'LOCAL', PARTNER: 'PARTNER' } as const;
registerEnumType(CatalogSourceKindEnum, {
  name: 'CatalogSourceKind',
  description: 'Whose catalogue an entry comes from.',
  valuesConfig: {
    LOCAL: { description: 'A co-op of this federation.' },
    PARTNER: { description: 'A partner elsewhere.' },
  },
});

@ObjectType('CatalogSource', { description: 'The catalogue that a dataset was entered in.' })
@PublicWithHolder()
export class CatalogSourceType {
  @Field(() => CatalogSourceKindEnum, { description: 'LOCAL: a co-op of this federation published it here.' })
  @Access('public')
  kind: keyof typeof CatalogSourceKindEnum;

  @Field(() => String, { nullable: true, description: 'Name of the partner’s catalogue; null for LOCAL.' })
  @Access('public')
  name: string | null;
}

@ObjectType('DataQuality', {
  description: 'What can be said of a dataset’s quality without decrypting a record.',
})
@PublicWithHolder()
export class DataQualityType implements Quality {
  @Field(() => Int, {
    description: 'Columns that declare all that their type asks for, in basis points of all columns.',
  })
  @Access('public')
  documentedBp: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Rows contributed, in basis points of what the contributing members could; null for a small cohort.',
  })
  @Access('public')
  completenessBp: number | null;
}

@ObjectType('ProvenanceNode', { description: 'An entity or agent of W3C PROV.' })
@PublicWithHolder()
class ProvenanceNodeType implements ProvenanceNode {
  @Field(() => ID, { description: 'A URN or DID.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'For people.' })
  @Access('public')
  label: string;
}

@ObjectType('ProvenanceActivity', { description: 'An activity of W3C PROV.' })
@PublicWithHolder()
class ProvenanceActivityType implements ProvenanceActivity {
  @Field(() => ID, { description: 'A URN.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'For people.' })
  @Access('public')
  label: string;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  @Access('public')
  startedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null while it goes on.' })
  @Access('public')
  endedAt: Date | null;
}

@ObjectType('Provenance', { description: 'Where a dataset comes from, in W3C PROV; of no single member.' })
@PublicWithHolder()
export class ProvenanceType implements Provenance {
  @Field(() => [ProvenanceNodeType], { description: 'The dataset, what was contributed, its offers.' })
  @Access('public')
  entities: readonly ProvenanceNode[];

  @Field(() => [ProvenanceActivityType], { description: 'What was done.' })
  @Access('public')
  activities: readonly ProvenanceActivity[];

  @Field(() => [ProvenanceNodeType], { description: 'Who bears responsibility.' })
  @Access('public')
  agents: readonly ProvenanceNode[];

  @Field(() => JSONScalar, { description: 'The same with its relations, as PROV-JSON.' })
  @Access('public')
  document: Provenance['document'];
}

@ObjectType('FacetCount', {
  description: 'A value that would narrow a search, with how many datasets it would leave.',
})
@PublicWithHolder()
class FacetCountType implements FacetCount {
  @Field(() => String, { description: 'A theme, the id of a co-op, or a purpose.' })
  @Access('public')
  value: string;

  @Field(() => String, {
    description: 'The same for people: the theme, the name of the co-op, the purpose in words.',
  })
  @Access('public')
  label: string;

  @Field(() => Int, { description: 'Datasets; an estimate where the facets say so.' })
  @Access('public')
  count: number;
}

@ObjectType('DatasetFacets', {
  description: 'What a search could be narrowed by; the commonest 50 values of each.',
})
@PublicWithHolder()
export class DatasetFacetsType implements Facets {
  @Field(() => [FacetCountType], { description: 'By theme.' })
  @Access('public')
  themes: FacetCount[];

  @Field(() => [FacetCountType], { description: 'By co-op; the value is its id.' })
  @Access('public')
  cooperatives: FacetCount[];

  @Field(() => Boolean, {
    description: 'Whether the counts are reckoned from a sample, as they are above 10,000 datasets or so.',
  })
  @Access('public')
  estimated: boolean;

  @Field(() => [FacetCountType], { description: 'By purpose that a published offer names.' })
  @Access('public')
  purposes: FacetCount[];
}
