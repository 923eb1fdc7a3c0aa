import type { Context } from './context.js';
import type { LicenceType } from './stubs.type.js';

/** Whose a licence is, is read here and not in the key. */
export async function findLicence(id: string, { services }: Context): Promise<LicenceType> {
  const { cooperativeId, buyerId } = await services.licence(id);
  return { id, cooperativeId, buyerId };
}
