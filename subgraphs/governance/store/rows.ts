import { BallotRow } from './ballotRow.js';
import { CharterRow } from './charterRow.js';
import { DelegationRow } from './delegationRow.js';
import { ElectorRow } from './electorRow.js';
import { ProposalRow } from './proposalRow.js';

export const rows = [BallotRow, CharterRow, DelegationRow, ElectorRow, ProposalRow];
