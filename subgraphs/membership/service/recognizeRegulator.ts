import { z } from 'zod';
import { RegulatorRecognized } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { PLATFORM } from '../../kit/store/scope.js';
import type { Store } from '../../kit/store/store.js';
import { recognize } from '../store/organizationStore.js';
import { did as didForm, readInput } from './input.js';

const inputSchema = z.object({ did: didForm });

/** That a DID may register as a regulator's, and since when. */
export interface Recognition {
  readonly did: string;
  readonly recognizedAt: Date;
}

/**
 * Lists a DID as one that may register as a regulator. Doing so again changes nothing.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, in this order.
 */
export function recognizeRegulator(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Recognition> => {
    const operator = viewer.requireOperator();
    const { did } = readInput(inputSchema, given);
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
  };
}
