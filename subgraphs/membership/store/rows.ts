import { AuthenticatorRow } from './authenticatorRow.js';
import { CooperativeRow } from './cooperativeRow.js';
import { ElectorateRow } from './electorateRow.js';
import { MemberRow } from './memberRow.js';
import { NotificationRow } from './notificationRow.js';
import { OrganizationRow, RecognizedRegulatorRow } from './organizationRow.js';
import { RecoveryRow } from './recoveryRow.js';
import { RefreshTokenRow, SessionRow } from './sessionRow.js';
import { SuspensionRow } from './suspensionRow.js';

export const rows = [
  CooperativeRow,
  MemberRow,
  AuthenticatorRow,
  SessionRow,
  RefreshTokenRow,
  OrganizationRow,
  RecognizedRegulatorRow,
  ElectorateRow,
  NotificationRow,
  SuspensionRow,
  RecoveryRow,
];
