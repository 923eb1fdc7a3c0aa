import { describe, expect, it } from '@jest/globals';
import {
  JOBS_UNFINISHED_MAX,
  JOB_STATES,
  NEXT,
  cancelled,
  ended,
  released,
  requireQuota,
} from '../../../subgraphs/data/domain/job.js';
import type { Job, JobState } from '../../../subgraphs/data/domain/job.js';
import type { AggregateAnswer } from '../../../subgraphs/data/domain/aggregateAnswer.js';
import type { GateCounts } from '../../../subgraphs/data/domain/gates.js';

const NOW = new Date('2026-06-01T00:00:00.000Z');
const ANSWER = { rows: [], measures: [], epsilon: '1', rowsPerMember: 1, method: 'none' } as AggregateAnswer;
const GATES = { records: 10 } as GateCounts;
const job = (state: JobState): Job => ({
  cooperativeId: 'coop_1',
  id: 'job_1',
  licenceId: 'lic_1',
  datasetId: 'dst_1',
  buyerId: 'org_1',
  kind: 'AGGREGATE',
  state,
  spec: {},
  epsilonMicro: 1_000_000n,
  cost: { amountMinor: 0n, currency: 'USD' },
  submittedAt: NOW,
  finishedAt: null,
  refusal: null,
  result: null,
  gates: null,
});

describe('a job', () => {
  it('ends in four of its states', () => {
    expect(JOB_STATES.filter((state) => NEXT[state].length === 0)).toEqual([
      'RELEASED',
      'REFUSED',
      'CANCELLED',
      'FAILED',
    ]);
  });

  it.each(JOB_STATES.filter((state) => state !== 'QUEUED'))('that is %s cannot be cancelled', (state) => {
    expect(() => cancelled(job(state), NOW)).toThrow(
      expect.objectContaining({ code: 'JOB_NOT_CANCELLABLE', facts: { state } }),
    );
  });

  it('that is queued can', () => {
    expect(cancelled(job('QUEUED'), NOW)).toEqual({ ...job('QUEUED'), state: 'CANCELLED', finishedAt: NOW });
  });

  it.each(JOB_STATES.filter((state) => state !== 'RUNNING'))('that is %s has no end by a worker', (state) => {
    const end = { state: 'FAILED', refusal: 'TIME_LIMIT_EXCEEDED', gates: null } as const;
    expect(() => released(job(state), ANSWER, GATES, NOW)).toThrow('cannot go');
    expect(() => ended(job(state), end, NOW)).toThrow('cannot go');
  });

  it('that ran keeps its answer or why there is none, never both', () => {
    expect(released(job('RUNNING'), ANSWER, GATES, NOW)).toEqual({
      ...job('RUNNING'),
      state: 'RELEASED',
      result: ANSWER,
      gates: GATES,
      finishedAt: NOW,
    });
    const end = { state: 'REFUSED', refusal: 'COHORT_TOO_SMALL', gates: GATES } as const;
    expect(ended(job('RUNNING'), end, NOW)).toEqual({ ...job('RUNNING'), ...end, finishedAt: NOW });
  });

  it('is refused from the quota on', () => {
    expect(() => requireQuota(JOBS_UNFINISHED_MAX - 1)).not.toThrow();
    expect(() => requireQuota(JOBS_UNFINISHED_MAX)).toThrow(
      expect.objectContaining({ code: 'JOB_QUOTA_EXCEEDED' }),
    );
  });
});
