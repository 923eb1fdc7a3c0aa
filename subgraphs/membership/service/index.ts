import { addAuthenticator } from './addAuthenticator.js';
import { admitByVote } from './admitByVote.js';
import { admitMember } from './admitMember.js';
import { admitMembers } from './admitMembers.js';
import { advanceClock } from './advanceClock.js';
import { applyForMembership } from './applyForMembership.js';
import { exitCooperative } from './exitCooperative.js';
import { foundCooperative } from './foundCooperative.js';
import { grantRole } from './grantRole.js';
import { markNotificationsRead } from './markNotificationsRead.js';
import type { MembershipPorts } from './ports.js';
import { readClock } from './readClock.js';
import { readCooperatives } from './readCooperatives.js';
import { readMembers } from './readMembers.js';
import { readNotifications } from './readNotifications.js';
import { readOrganizations } from './readOrganizations.js';
import { readOwn } from './readOwn.js';
import { recognizeRegulator } from './recognizeRegulator.js';
import { refreshSession } from './refreshSession.js';
import { registerOrganization } from './registerOrganization.js';
import { reinstateMember } from './reinstateMember.js';
import { rejectApplication } from './rejectApplication.js';
import { requestSignIn } from './requestSignIn.js';
import { revokeAuthenticator } from './revokeAuthenticator.js';
import { revokeRole } from './revokeRole.js';
import { rotateAuthenticator } from './rotateAuthenticator.js';
import { setDisplayName } from './setDisplayName.js';
import { signIn } from './signIn.js';
import { signOut } from './signOut.js';
import { suspendMember } from './suspendMember.js';
import { sweepSessions } from './sweepSessions.js';

/** The use cases of membership, on their ports. */
export function membershipServices(ports: MembershipPorts) {
  const { store, issuer, tokens } = ports;
  return {
    foundCooperative: foundCooperative(ports),
    applyForMembership: applyForMembership(store),
    admitMember: admitMember(ports),
    admitMembers: admitMembers(ports),
    rejectApplication: rejectApplication(store),
    suspendMember: suspendMember(store),
    reinstateMember: reinstateMember(store),
    grantRole: grantRole(store),
    revokeRole: revokeRole(store),
    setDisplayName: setDisplayName(store),
    exitCooperative: exitCooperative(store),

    requestSignIn: requestSignIn(ports),
    signIn: signIn(ports),
    refreshSession: refreshSession(ports),
    signOut: signOut(store),
    addAuthenticator: addAuthenticator(store),
    rotateAuthenticator: rotateAuthenticator(store),
    revokeAuthenticator: revokeAuthenticator(store),

    registerOrganization: registerOrganization(store),
    recognizeRegulator: recognizeRegulator(store),
    advanceClock: advanceClock(ports),
    markNotificationsRead: markNotificationsRead(store),

    clock: readClock(store),
    cooperatives: readCooperatives(store),
    members: readMembers(store),
    notifications: readNotifications(store),
    organizations: readOrganizations(store),
    own: readOwn(store),
    keySet: () => tokens.keySet(),

    admitByVote: admitByVote(issuer),
    sweepSessions: sweepSessions(store),
  };
}

export type MembershipServices = ReturnType<typeof membershipServices>;
