import type { AccessTokens } from './accessTokens.js';
import { admitMember, admitMembers } from './admitMembers.js';
import { advanceClock, clock } from './advanceClock.js';
import { applyForMembership } from './applyForMembership.js';
import { addAuthenticator, revokeAuthenticator, rotateAuthenticator } from './changeAuthenticators.js';
import { grantRole, revokeRole } from './changeRole.js';
import { exitCooperative } from './exitCooperative.js';
import { foundCooperative } from './foundCooperative.js';
import { markNotificationsRead } from './markNotificationsRead.js';
import { readCooperatives } from './readCooperatives.js';
import { readMembers } from './readMembers.js';
import { readNotifications } from './readNotifications.js';
import { readOrganizations } from './readOrganizations.js';
import { readOwn } from './readOwn.js';
import { recognizeRegulator, registerOrganization } from './registerOrganization.js';
import { rejectApplication } from './rejectApplication.js';
import { setDisplayName } from './setDisplayName.js';
import { refreshSession, requestSignIn, signIn, signOut } from './signIn.js';
import type { SignInDeps } from './signIn.js';
import { reinstateMember, suspendMember } from './suspendMember.js';
import { sweepSessions } from './sweepSessions.js';

/** The use cases of membership, on their ports. */
export function membershipServices(ports: SignInDeps) {
  const { store } = ports;
  const on =
    <Given extends unknown[], Answer>(useCase: (ports: SignInDeps, ...given: Given) => Answer) =>
    (...given: Given): Answer =>
      useCase(ports, ...given);
  return {
    foundCooperative: on(foundCooperative),
    applyForMembership: on(applyForMembership),
    admitMember: on(admitMember),
    admitMembers: on(admitMembers),
    rejectApplication: on(rejectApplication),
    suspendMember: on(suspendMember),
    reinstateMember: on(reinstateMember),
    exitCooperative: on(exitCooperative),
    grantRole: on(grantRole),
    revokeRole: on(revokeRole),
    setDisplayName: on(setDisplayName),

    requestSignIn: on(requestSignIn),
    signIn: on(signIn),
    refreshSession: on(refreshSession),
    signOut: on(signOut),
    addAuthenticator: on(addAuthenticator),
    rotateAuthenticator: on(rotateAuthenticator),
    revokeAuthenticator: on(revokeAuthenticator),
    registerOrganization: on(registerOrganization),
    recognizeRegulator: on(recognizeRegulator),
    advanceClock: on(advanceClock),
    markNotificationsRead: markNotificationsRead(store),

    clock: on(clock),
    cooperatives: readCooperatives(store),
    members: readMembers(store),
    notifications: readNotifications(store),
    organizations: readOrganizations(store),
    own: readOwn(store),

    /** The keys that prove access tokens. */
    keySet: (): ReturnType<AccessTokens['keySet']> => ports.tokens.keySet(),
    sweepSessions: sweepSessions(store),
  };
}

export type MembershipServices = ReturnType<typeof membershipServices>;
