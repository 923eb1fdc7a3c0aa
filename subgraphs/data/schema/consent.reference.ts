import { toConsentType } from './consent.type.js';
import type { ConsentType } from './consent.type.js';
import type { Context } from './context.js';

/** To all but its member, a consent that is looks like one that is not. */
export function findConsent(id: string, context: Context): Promise<ConsentType | null> {
  const { loader, services, viewer } = context;
  const load = loader<string, ConsentType | null>('consent', async (ids) => {
    const found = await services.own.consentsByIds(viewer, ids);
    return found.map((one) => one && toConsentType(one.value, one.now));
  });
  return load.load(id);
}
