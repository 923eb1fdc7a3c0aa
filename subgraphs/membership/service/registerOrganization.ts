import { z } from 'zod';
import { OrganizationRegistered } from '../../kit/contracts/entries/membership.js';
import { keyOfDid } from '../../kit/domain/didKey.js';
import { newId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { PLATFORM } from '../../kit/store/scope.js';
import type { Store } from '../../kit/store/store.js';
import { ERRORS } from '../domain/errors.js';
import { ORGANIZATION_KINDS } from '../domain/organization.js';
import type { Organization } from '../domain/organization.js';
import { claimDid } from '../store/authenticatorStore.js';
import { insertOrganization, isRecognized } from '../store/organizationStore.js';
import { readInput } from './input.js';
import { journalOrganization } from './journalling.js';

const inputSchema = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(ORGANIZATION_KINDS),
});

/**
 * Registers the organisation that the signed-in DID speaks for. Anybody may come as a buyer or a partner; a
 * regulator is one whom an operator has listed.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, DID_ALREADY_USED, REGULATOR_NOT_RECOGNIZED, in this order.
 */
export function registerOrganization(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Organization> => {
    const did = viewer.requireDid();
    const { name, kind } = readInput(inputSchema, given);
    return store.transaction({ cooperative: PLATFORM }, async (tx) => {
      const organization = { id: newId('org'), did, name, kind, registeredAt: tx.now };
      const key = keyOfDid(did);
      if (!(await claimDid(tx, did, PLATFORM, organization.id, key))) {
        throw ERRORS.DID_ALREADY_USED.raise('This DID stands for a membership or an organisation.', { did });
      }
      if (kind === 'REGULATOR' && !(await isRecognized(tx, did))) {
        throw ERRORS.REGULATOR_NOT_RECOGNIZED.raise('An operator lists a regulator before it registers.', {
          did,
        });
      }
      await insertOrganization(tx, organization);
      await tx.register(organization.id, PLATFORM);
      journalOrganization(tx, OrganizationRegistered, organization, [key]);
      return organization;
    });
  };
}
