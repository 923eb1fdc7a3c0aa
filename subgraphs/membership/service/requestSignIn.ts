import { z } from 'zod';
import { issueChallenge } from '../domain/signInChallenge.js';
import type { Challenge } from '../domain/signInChallenge.js';
import { did, readInput } from './input.js';
import type { MembershipPorts } from './ports.js';

const inputSchema = z.object({ did });

/** A nonce to sign, and where it signs one in. */
export interface AddressedChallenge extends Challenge {
  readonly audience: string;
}

/** Gives a nonce to sign. Anybody is given one for any DID, and it leaves no trace here. @throws BAD_USER_INPUT */
export function requestSignIn({
  tokens,
  challengeSecret,
}: Pick<MembershipPorts, 'tokens' | 'challengeSecret'>) {
  return (given: z.input<typeof inputSchema>): AddressedChallenge => {
    const input = readInput(inputSchema, given);
    return { ...issueChallenge(challengeSecret(), input.did, new Date()), audience: tokens.audience };
  };
}
