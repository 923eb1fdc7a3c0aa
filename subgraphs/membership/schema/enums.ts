import { registerEnumType } from 'type-graphql';
import { NOTIFICATION_KINDS } from '../domain/notification.js';
import { ORGANIZATION_KINDS } from '../domain/organization.js';
import { ROLES } from '../domain/roles.js';
import { STANDINGS } from '../domain/standing.js';

/** type-graphql wants an object where the domain has a list. */
function enumOf<Value extends string>(values: readonly Value[]): { readonly [V in Value]: V } {
  return Object.fromEntries(values.map((value) => [value, value])) as { [V in Value]: V };
}

export const MemberStandingEnum = enumOf(STANDINGS);
export const RoleEnum = enumOf(ROLES);
export const OrganizationKindEnum = enumOf(ORGANIZATION_KINDS);
export const NotificationKindEnum = enumOf(NOTIFICATION_KINDS);

registerEnumType(MemberStandingEnum, {
  name: 'MemberStanding',
  description: 'Where a membership stands. An application that is turned down ends as EXITED.',
});
registerEnumType(RoleEnum, { name: 'MemberRole', description: 'What a member may act as in their co-op.' });
registerEnumType(OrganizationKindEnum, {
  name: 'OrganizationKind',
  description: 'As what an organisation deals with co-ops.',
});
registerEnumType(NotificationKindEnum, {
  name: 'NotificationKind',
  description: 'What a notification tells of.',
});
