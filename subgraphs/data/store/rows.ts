import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AccessRecordRow } from './accessRecordRow.js';
import { CharterRow, CooperativeRow } from './charterRow.js';
import { ConsentRow, ConsentWrapRow } from './consentRow.js';
import { ContributionRow } from './contributionRow.js';
import { DatasetRow } from './datasetRow.js';
import { LicenceRow, NegotiationStepRow } from './licenceRow.js';
import { OfferRow } from './offerRow.js';

export const ROWS: readonly EntityTarget<ObjectLiteral>[] = [
  AccessRecordRow,
  CharterRow,
  ConsentRow,
  ConsentWrapRow,
  ContributionRow,
  CooperativeRow,
  DatasetRow,
  LicenceRow,
  NegotiationStepRow,
  OfferRow,
];
