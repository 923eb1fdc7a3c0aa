import { sweepSessions } from '../store/sessionStore.js';
import type { AccessTokens } from './accessTokens.js';
import { admitMember, admitMembers } from './admitMembers.js';
import { advanceClock, clock } from './advanceClock.js';
import { applyForMembership } from './applyForMembership.js';
import { addAuthenticator, revokeAuthenticator, rotateAuthenticator } from './changeAuthenticators.js';
import { grantRole, revokeRole } from './changeRole.js';
import { exitCooperative } from './exitCooperative.js';
import { foundCooperative } from './foundCooperative.js';
import { markNotificationsRead, notificationsOf, unreadCount } from './notifications.js';
import * as reading from './reading.js';
import { recognizeRegulator, registerOrganization } from './registerOrganization.js';
import { rejectApplication } from './rejectApplication.js';
import { setDisplayName } from './setDisplayName.js';
import { refreshSession, requestSignIn, signIn, signOut } from './signIn.js';
import type { SignInDeps } from './signIn.js';
import { reinstateMember, suspendMember } from './suspendMember.js';

/** The use cases that nobody need be signed in for: they carry their own proof. */
const OPEN = { foundCooperative, applyForMembership, requestSignIn, signIn, refreshSession, signOut, clock };

/** The use cases of somebody. */
const SIGNED_IN = {
  admitMember,
  admitMembers,
  rejectApplication,
  suspendMember,
  reinstateMember,
  exitCooperative,
  grantRole,
  revokeRole,
  setDisplayName,
  addAuthenticator,
  rotateAuthenticator,
  revokeAuthenticator,
  registerOrganization,
  recognizeRegulator,
  advanceClock,
  notificationsOf,
  unreadCount,
  markNotificationsRead,
};

type UseCases = typeof OPEN & typeof SIGNED_IN & typeof reading;

/** A use case without its first parameter, which wiring supplies. */
type Wired<UseCase> = UseCase extends (deps: SignInDeps, ...given: infer Given) => infer Answer
  ? (...given: Given) => Answer
  : never;

export type MembershipServices = { readonly [Name in keyof UseCases]: Wired<UseCases[Name]> } & {
  /** The keys that prove access tokens. */
  keySet: () => ReturnType<AccessTokens['keySet']>;
  /** Forgets nonces and sessions that can no longer matter. */
  sweep: () => Promise<void>;
};

/** Binds the use cases to what they stand on. */
export function membershipServices(deps: SignInDeps): MembershipServices {
  const useCases = { ...OPEN, ...SIGNED_IN, ...reading };
  const wired = Object.entries(useCases).map(([name, useCase]) => [
    name,
    (...given: unknown[]) => (useCase as (...all: unknown[]) => unknown)(deps, ...given),
  ]);
  return {
    ...(Object.fromEntries(wired) as { [Name in keyof UseCases]: Wired<UseCases[Name]> }),
    keySet: () => deps.tokens.keySet(),
    sweep: () => deps.store.transaction({}, (tx) => sweepSessions(tx, new Date())),
  };
}
