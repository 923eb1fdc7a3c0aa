import { addAuthenticator } from './addAuthenticator.js';
import { admitByVote } from './admitByVote.js';
import { admitMember } from './admitMember.js';
import { admitMembers } from './admitMembers.js';
import { advanceClock } from './advanceClock.js';
import { applyForMembership } from './applyForMembership.js';
import { completeDueRecoveries } from './completeDueRecoveries.js';
import { confirmRecovery } from './confirmRecovery.js';
import { confirmSuspension } from './confirmSuspension.js';
import { endDueSuspensions } from './endDueSuspensions.js';
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
import { readRecoveries } from './readRecoveries.js';
import { readSuspensions } from './readSuspensions.js';
import { recognizeRegulator } from './recognizeRegulator.js';
import { refreshSession } from './refreshSession.js';
import { registerOrganization } from './registerOrganization.js';
import { reinstateByVote } from './reinstateByVote.js';
import { reinstateMember } from './reinstateMember.js';
import { rejectApplication } from './rejectApplication.js';
import { rejectRecovery } from './rejectRecovery.js';
import { requestRecovery } from './requestRecovery.js';
import { requestSignIn } from './requestSignIn.js';
import { revokeAuthenticator } from './revokeAuthenticator.js';
import { revokeRole } from './revokeRole.js';
import { rotateAuthenticator } from './rotateAuthenticator.js';
import { setDisplayName } from './setDisplayName.js';
import { signIn } from './signIn.js';
import { signOut } from './signOut.js';
import { suspendMember } from './suspendMember.js';
import { sweepSessions } from './sweepSessions.js';
import { vetoRecovery } from './vetoRecovery.js';

/** The use cases of membership, on their ports. */
export function membershipServices(ports: MembershipPorts) {
  const { store, issuer, tokens } = ports;
  return {
    foundCooperative: foundCooperative(ports),
    applyForMembership: applyForMembership(ports),
    admitMember: admitMember(ports),
    admitMembers: admitMembers(ports),
    rejectApplication: rejectApplication(store),
    suspendMember: suspendMember(store),
    confirmSuspension: confirmSuspension(store),
    reinstateMember: reinstateMember(store),
    grantRole: grantRole(store),
    revokeRole: revokeRole(store),
    setDisplayName: setDisplayName(store),
    exitCooperative: exitCooperative(ports),

    requestSignIn: requestSignIn(ports),
    signIn: signIn(ports),
    refreshSession: refreshSession(ports),
    signOut: signOut(store),
    addAuthenticator: addAuthenticator(store),
    rotateAuthenticator: rotateAuthenticator(store),
    requestRecovery: requestRecovery(store),
    confirmRecovery: confirmRecovery(store),
    rejectRecovery: rejectRecovery(store),
    vetoRecovery: vetoRecovery(store),
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
    suspensions: readSuspensions(store),
    recoveries: readRecoveries(store),
    keySet: () => tokens.keySet(),

    admitByVote: admitByVote(issuer),
    reinstateByVote: reinstateByVote(ports.bans),
    endDueSuspensions: endDueSuspensions(store),
    completeDueRecoveries: completeDueRecoveries(store),
    sweepSessions: sweepSessions(store),
  };
}

export type MembershipServices = ReturnType<typeof membershipServices>;
