import { DomainError } from '../../kit/errors/define.js';

/** An entity that the viewer may not know of is null, like one that is not there. */
export async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
