import { z } from 'zod';
import { FEED_BATCH_MAX, FEED_WAIT_MAX_MS } from '../journal/feed.js';
import type { FeedPort } from '../journal/feed.js';
import type { LogPort } from '../journal/logPort.js';
import type { PublicChangesPort } from '../journal/publicChanges.js';
import { SERVICE_NAMES } from './serviceNames.js';

const ENTRY_ID = z.string().max(60);
const COOPERATIVE = z.string().max(60);
const INDEX = z.bigint().min(0n);
/** Beyond it are no leaves: a place in a log is a 64-bit number. */
const TILE_INDEX = INDEX.max(2n ** 54n);
const TILE_WIDTH = z.number().int().min(1).max(256);
const TILE_LEVEL = z.number().int().min(0).max(7);
const LOGS_MAX = 200;

const SERVICES: readonly string[] = SERVICE_NAMES;
const SERVICES_AND_GATEWAY: readonly string[] = [...SERVICE_NAMES, 'gateway'];

/** What one process of an installation asks another: who may, in which form, and what it is answered. */
export interface Procedure<Input extends z.ZodType = z.ZodType, Answer = unknown> {
  readonly callers: readonly string[];
  readonly input: Input;
  /** A type alone: both ends are of one installation, and the answerer is authenticated. */
  readonly answer?: Answer;
}

/** Of which type the answer is. */
function asked<Input extends z.ZodType>(callers: readonly string[], input: Input) {
  return { answers: <Answer>(): Procedure<Input, Answer> => ({ callers, input }) };
}

type AnswerOfPort<Method> = Method extends (...args: never[]) => Promise<infer Answer> ? Answer : never;

/** By name. Feeds carry private parts, so that services alone read them. */
export const PROCEDURES = {
  'feed.read': asked(
    SERVICES,
    z.object({
      after: INDEX,
      limit: z.number().int().min(1).max(FEED_BATCH_MAX),
      waitMs: z.number().int().min(0).max(FEED_WAIT_MAX_MS),
    }),
  ).answers<AnswerOfPort<FeedPort['read']>>(),
  'feed.positionOf': asked(
    SERVICES,
    z.object({ entryId: ENTRY_ID, waitMs: z.number().int().max(FEED_WAIT_MAX_MS) }),
  ).answers<AnswerOfPort<FeedPort['positionOf']>>(),
  'publicChanges.read': asked(
    ['gateway'],
    z.object({ after: INDEX.nullable(), waitMs: z.number().int().min(0).max(FEED_WAIT_MAX_MS) }),
  ).answers<AnswerOfPort<PublicChangesPort['read']>>(),
  'log.entries': asked(
    SERVICES_AND_GATEWAY,
    z.object({
      query: z.object({
        cooperative: COOPERATIVE,
        type: z.string().max(100).optional(),
        subject: z.string().max(60).optional(),
        after: ENTRY_ID.optional(),
        first: z.number().int().min(1).max(100),
      }),
      passport: z.string().max(4096),
    }),
  ).answers<AnswerOfPort<LogPort['entries']>>(),
  'log.checkpoint': asked(SERVICES_AND_GATEWAY, z.object({ cooperative: COOPERATIVE })).answers<
    AnswerOfPort<LogPort['checkpoint']>
  >(),
  'log.inclusionProof': asked(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, index: INDEX }),
  ).answers<AnswerOfPort<LogPort['inclusionProof']>>(),
  'log.consistencyProof': asked(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, from: INDEX, to: INDEX }),
  ).answers<AnswerOfPort<LogPort['consistencyProof']>>(),
  'log.tile': asked(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, level: TILE_LEVEL, index: TILE_INDEX, width: TILE_WIDTH }),
  ).answers<AnswerOfPort<LogPort['tile']>>(),
  'log.leaves': asked(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, index: TILE_INDEX, width: TILE_WIDTH }),
  ).answers<AnswerOfPort<LogPort['leaves']>>(),
  'log.logs': asked(
    SERVICES_AND_GATEWAY,
    z.object({ after: z.string().max(60), first: z.number().int().min(1).max(LOGS_MAX) }),
  ).answers<AnswerOfPort<LogPort['logs']>>(),
  'log.locate': asked(SERVICES_AND_GATEWAY, z.object({ entryId: ENTRY_ID })).answers<
    AnswerOfPort<LogPort['locate']>
  >(),
  'log.verifierKey': asked(SERVICES_AND_GATEWAY, z.object({ cooperative: COOPERATIVE })).answers<string>(),
  sdl: asked(SERVICES_AND_GATEWAY, z.object({})).answers<string>(),
  /** Proves who answers to whoever has just proved who asks; good for no third. */
  greet: asked(SERVICES_AND_GATEWAY, z.object({})).answers<string>(),
} satisfies Record<string, Procedure>;

export type ProcedureName = keyof typeof PROCEDURES;
export type InputOf<Name extends ProcedureName> = z.infer<(typeof PROCEDURES)[Name]['input']>;
export type AnswerOf<Name extends ProcedureName> =
  (typeof PROCEDURES)[Name] extends Procedure<z.ZodType, infer Answer> ? Answer : never;
