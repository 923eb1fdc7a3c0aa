import { z } from 'zod';
import { OrganizationRegistered, RegulatorRecognized } from '../../kit/contracts/entries/membership.js';
import { keyOfDid } from '../../kit/domain/didKey.js';
import { newId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { PLATFORM } from '../../kit/store/scope.js';
import { ERRORS } from '../domain/errors.js';
import { ORGANIZATION_KINDS } from '../domain/organization.js';
import type { Organization } from '../domain/organization.js';
import { claimDid } from '../store/authenticatorStore.js';
import { insertOrganization, isRecognized, recognize } from '../store/organizationStore.js';
import type { MembershipDeps } from './deps.js';
import { did as didForm, readInput } from './input.js';
import { journalOrganization } from './journalling.js';

const registerSchema = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(ORGANIZATION_KINDS),
});
const recognizeSchema = z.object({ did: didForm });

/**
 * Registers the organisation that the signed-in DID speaks for. Anybody may come as a buyer or a partner; a
 * regulator is one whom an operator has listed.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, DID_ALREADY_USED, REGULATOR_NOT_RECOGNIZED
 */
export async function registerOrganization(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof registerSchema>,
): Promise<Organization> {
  const did = viewer.requireDid();
  const { name, kind } = readInput(registerSchema, given);
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
}

/**
 * Lists a DID as one that may register as a regulator. Doing so again changes nothing.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT
 */
export async function recognizeRegulator(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof recognizeSchema>,
): Promise<{ did: string; recognizedAt: Date }> {
  const operator = viewer.requireOperator();
  const { did } = readInput(recognizeSchema, given);
  return store.transaction({ cooperative: PLATFORM }, async (tx) => {
    const { recognizedAt, fresh } = await recognize(tx, did);
    if (fresh) {
      tx.append(RegulatorRecognized, {
        cooperative: PLATFORM,
        actorRole: 'OPERATOR',
        actor: operator,
        private: { did },
      });
    }
    return { did, recognizedAt };
  });
}
