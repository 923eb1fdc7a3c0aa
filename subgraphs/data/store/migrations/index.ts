import type { MigrationClass } from '../../../kit/store/database.js';
import { CatalogueConsentsLicences1700000000301 } from './0001-catalogue-consents-licences.js';

export const MIGRATIONS: readonly MigrationClass[] = [CatalogueConsentsLicences1700000000301];
