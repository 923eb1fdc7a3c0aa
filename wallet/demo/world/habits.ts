import type { ConsentTerms } from '../../actions/contributing.js';
import type { BallotPaper } from '../../operations/governance.js';
import { drawFor } from './draw.js';
import { STEWARD_COUNT, type DemoMember } from './people.js';
import type { CooperativeSpec } from './spec.js';

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;
/** A consent that ends before the demo's present. */
const BRIEF_DAYS = 40;
const LICENCE_PERCENT = 78;
const LIKED_PERCENT = 85;
const UNKNOWN_PERCENT = 25;

/** On what terms a member consents; null for one who refuses. */
export function consentTermsOf(
  spec: CooperativeSpec,
  { consent }: DemoMember,
  foundedAt: Date,
): ConsentTerms | null {
  const after = (days: number) => new Date(foundedAt.getTime() + days * DAY_MS).toISOString();
  const categories = [...new Set(spec.dataset.columns.map(({ sensitivity }) => sensitivity))];
  const all = {
    purposes: spec.charter('').allowedPurposes,
    categories,
    recipients: ['BUYER', 'PARTNER', 'REGULATOR'],
  };
  switch (consent) {
    case 'OPEN':
      return { ...all, expiresAt: null };
    case 'BRIEF':
      return { ...all, expiresAt: after(BRIEF_DAYS) };
    case 'RESEARCH':
      return {
        purposes: spec.researchPurposes,
        categories,
        recipients: ['BUYER'],
        expiresAt: after(2 * YEAR_DAYS),
      };
    case 'REFUSES':
      return null;
  }
}

/** How a member votes: always the same, whoever asks. Labels of the options chosen. */
export function choicesOf(spec: CooperativeSpec, { handle }: DemoMember, paper: BallotPaper): string[] {
  const draw = drawFor(`vote:${handle}:${paper.title}`);
  if (paper.kind === 'ELECTION') {
    // The first candidates are known and liked, the last ones new.
    return paper.options
      .filter((_, rank) => draw.chance(rank < STEWARD_COUNT ? LIKED_PERCENT : UNKNOWN_PERCENT))
      .map(({ label }) => label);
  }
  if (draw.chance(percentFor(spec, paper))) return ['FOR'];
  return [draw.chance(90) ? 'AGAINST' : 'ABSTAIN'];
}

function percentFor({ rejected, open }: CooperativeSpec, { kind, title }: BallotPaper): number {
  if (kind === 'LICENCE') return LICENCE_PERCENT;
  return title === rejected.title ? rejected.forPercent : open.forPercent;
}
