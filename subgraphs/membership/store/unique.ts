import type { DomainError } from '../../kit/errors/define.js';

const UNIQUE_VIOLATION = '23505';

/**
 * Runs a write; where the database says that a named constraint of uniqueness does not hold, throws what that
 * means. The database decides between two at once, which no look beforehand could.
 */
export async function whereUnique<T>(
  meanings: Readonly<Record<string, () => DomainError>>,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { code, constraint } =
      (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
    const meaning = code === UNIQUE_VIOLATION && constraint !== undefined ? meanings[constraint] : undefined;
    throw meaning ? meaning() : error;
  }
}
