export const NOTIFICATION_KINDS = [
  'VOTE_OPENED',
  'LICENCE_REQUESTED',
  'DIVIDEND_CREDITED',
  'DATA_USED',
  'LICENCE_AGREED',
  'INVOICE_ISSUED',
  'PAYOUT_DESTINATION_ADDED',
  'PAYOUT_DESTINATION_REMOVED',
  'PAYMENT_FAILED',
  'LICENCE_IN_FORCE',
  'LICENCE_PROHIBITED',
  'LICENCE_ENDED',
  'JOB_FINISHED',
  'CONSENT_SET_ASIDE',
  'SUSPENSION_PROPOSED',
  'MEMBER_SUSPENDED',
  'SUSPENSION_ENDED',
  'RECOVERY_REQUESTED',
  'RECOVERY_STARTED',
  'RECOVERY_ENDED',
  'RECOVERY_COMPLETED',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What waits for somebody, or has happened with what is theirs. */
export interface Notification {
  readonly id: string;
  readonly cooperativeId: string;
  readonly recipientDid: string;
  readonly kind: NotificationKind;
  /** Id of what it is about. */
  readonly subjectId: string;
  readonly title: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

/** A notice, before it is addressed. */
export type Notice = Pick<Notification, 'kind' | 'subjectId' | 'title'>;

/** Titles are for lists and lock screens: short, and without names and amounts. */
const TITLE_CHARACTERS_MAX = 160;

export function voteOpened(proposal: string, title: string, closesAt: Date): Notice {
  return notice('VOTE_OPENED', proposal, `Vote until ${closesAt.toISOString().slice(0, 10)}: ${title}`);
}

export function licenceRequested(licence: string, purpose: string): Notice {
  return notice('LICENCE_REQUESTED', licence, `A licence for ${purpose} was requested`);
}

export function dividendCredited(dividend: string): Notice {
  return notice('DIVIDEND_CREDITED', dividend, 'A dividend was credited to you');
}

export function dataUsed(job: string, records: number): Notice {
  const what = records === 1 ? 'One record' : `${records} records`;
  return notice('DATA_USED', job, `${what} of yours took part in a computation`);
}

export function consentSetAside(consent: string): Notice {
  const title = 'A consent of yours has no effect, since its key does not open: please grant it anew';
  return notice('CONSENT_SET_ASIDE', consent, title);
}

export function licenceAgreed(licence: string): Notice {
  return notice(
    'LICENCE_AGREED',
    licence,
    'The members agreed to your licence: verify the agreement and pay',
  );
}

export function payoutDestinationAdded(memberId: string, usableAt: Date): Notice {
  const day = usableAt.toISOString().slice(0, 10);
  const title = `Somebody named a new destination for your payouts, usable from ${day}: was it you?`;
  return notice('PAYOUT_DESTINATION_ADDED', memberId, title);
}

/** @param by - the member, or the end of the session under which it had been named. */
export function payoutDestinationRemoved(memberId: string, by: 'MEMBER' | 'SESSION_END'): Notice {
  const title =
    by === 'MEMBER'
      ? 'A destination for your payouts was removed: was it you?'
      : 'A new destination for your payouts was dropped, since the session that named it was ended';
  return notice('PAYOUT_DESTINATION_REMOVED', memberId, title);
}

export function suspensionProposed(suspension: string): Notice {
  return notice(
    'SUSPENSION_PROPOSED',
    suspension,
    'A steward proposes a suspension: it takes a second person',
  );
}

export function memberSuspended(suspension: string, endsAt: Date): Notice {
  const day = endsAt.toISOString().slice(0, 10);
  const title = `You are suspended until ${day}. You may appeal to the members, read your data, and leave.`;
  return notice('MEMBER_SUSPENDED', suspension, title);
}

export function suspensionEnded(suspension: string): Notice {
  return notice('SUSPENSION_ENDED', suspension, 'Your suspension has ended');
}

export function recoveryRequested(recovery: string): Notice {
  return notice('RECOVERY_REQUESTED', recovery, 'Somebody asks for a new key, saying that the old is lost');
}

export function recoveryStarted(recovery: string, completesAt: Date): Notice {
  const day = completesAt.toISOString().slice(0, 10);
  const title = `A new key takes the place of yours on ${day}, unless you say no: did you lose yours?`;
  return notice('RECOVERY_STARTED', recovery, title);
}

export function recoveryEnded(recovery: string): Notice {
  return notice('RECOVERY_ENDED', recovery, 'A request for a new key has ended: your keys are as they were');
}

export function recoveryCompleted(recovery: string): Notice {
  return notice('RECOVERY_COMPLETED', recovery, 'A new key has taken the place of all your old ones');
}

export function invoiceIssued(invoice: string, dueAt: Date): Notice {
  return notice('INVOICE_ISSUED', invoice, `An invoice is due on ${dueAt.toISOString().slice(0, 10)}`);
}

export function paymentFailed(invoice: string): Notice {
  return notice('PAYMENT_FAILED', invoice, 'A payment did not go through: the invoice is still due');
}

export function paymentReturned(invoice: string): Notice {
  return notice('PAYMENT_FAILED', invoice, 'A payment was returned: the invoice is due again');
}

export function licenceInForce(licence: string, validUntil: Date): Notice {
  const day = validUntil.toISOString().slice(0, 10);
  return notice('LICENCE_IN_FORCE', licence, `Your licence is in force until ${day}`);
}

/** @param endsAt - null where the members allow it again. */
export function licenceProhibited(licence: string, endsAt: Date | null): Notice {
  const title = endsAt
    ? `The members have prohibited what your licence is for: it ends on ${endsAt.toISOString().slice(0, 10)}`
    : 'The members allow again what your licence is for: it goes on';
  return notice('LICENCE_PROHIBITED', licence, title);
}

export function licenceEnded(licence: string): Notice {
  const title = 'What you had licensed, or asked for, is prohibited by the members: it has ended';
  return notice('LICENCE_ENDED', licence, title);
}

/** How a job ended, as its buyer reads it in a list. */
const JOB_ENDS = {
  RELEASED: 'The result of your job is ready',
  REFUSED: 'Your job was refused; its privacy budget was given back',
  FAILED: 'Your job failed',
} as const;

export function jobFinished(job: string, end: keyof typeof JOB_ENDS): Notice {
  return notice('JOB_FINISHED', job, JOB_ENDS[end]);
}

function notice(kind: NotificationKind, subjectId: string, title: string): Notice {
  const characters = [...title];
  const short = characters.length > TITLE_CHARACTERS_MAX;
  return {
    kind,
    subjectId,
    title: short ? `${characters.slice(0, TITLE_CHARACTERS_MAX - 1).join('')}…` : title,
  };
}
