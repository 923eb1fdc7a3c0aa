import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AccessRecordRow } from './accessRecordRow.js';
import { CharterRow } from './charterRow.js';
import { ConsentRow } from './consentRow.js';
import { ContributionRow } from './contributionRow.js';
import { CooperativeRow } from './cooperativeRow.js';
import { DatasetRow } from './datasetRow.js';
import { LicenceRow } from './licenceRow.js';
import { NegotiationStepRow } from './negotiationStepRow.js';
import { OfferRow } from './offerRow.js';

export const rows: readonly EntityTarget<ObjectLiteral>[] = [
  AccessRecordRow,
  CharterRow,
  ConsentRow,
  ContributionRow,
  CooperativeRow,
  DatasetRow,
  LicenceRow,
  NegotiationStepRow,
  OfferRow,
];
