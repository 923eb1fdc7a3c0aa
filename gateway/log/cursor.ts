import { z } from 'zod';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import { isEntryId } from '../identity/positions.js';

/**
 * How far a reader has come in each journal: the last entry read there. A log only grows at its end, so a place
 * in each of them stays a place whatever is added, and merged pages neither repeat an entry nor miss one.
 */
export type TrailPlace = Readonly<Partial<Record<ServiceName, string>>>;

const CURSOR_LENGTH_MAX = 400;
const placeSchema = z.partialRecord(z.enum(SERVICE_NAMES), z.string().refine(isEntryId));

export function encodePlace(place: TrailPlace): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/** @throws BAD_USER_INPUT for a cursor that is not one of an audit trail. */
export function decodePlace(cursor: string): TrailPlace {
  try {
    if (cursor.length <= CURSOR_LENGTH_MAX) {
      return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    }
  } catch {
    // Refused below, like every other cursor that we did not make.
  }
  throw COMMON.BAD_USER_INPUT.raise('This cursor is not one of an audit trail.');
}
