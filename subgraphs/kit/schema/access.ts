import { Authorized, Extensions } from 'type-graphql';
import type { AuthCheckerFn } from 'type-graphql';
import { COMMON } from '../errors/table.js';
import type { RequestContext } from '../service/context.js';

/**
 * Who may read a field or call an operation. Rules about a co-op, a member or a buyer look at the plain
 * properties `cooperativeId`, `memberId`, `buyerId` of the object that holds the field.
 */
export type AccessRule =
  | 'public'
  /** Anyone signed in; the use case decides the rest. */
  | 'signedIn'
  /** The member whom the object is about. */
  | 'self'
  /** Admitted members of the object's co-op. */
  | 'members'
  /**
   * Whoever was ever admitted to the object's co-op: they vote or have voted, and are paid, also while they are
   * suspended and after they have left.
   */
  | 'insiders'
  /** Stewards and auditors of the object's co-op. */
  | 'stewards'
  /** Auditors of the object's co-op. */
  | 'auditors'
  /** The organisation that the object concerns. */
  | 'buyer'
  | 'selfOrStewards'
  | 'buyerOrStewards'
  | 'regulator'
  | 'operator';

/** The objects that rules look at carry these. */
export interface Owned {
  cooperativeId?: string;
  memberId?: string | null;
  buyerId?: string | null;
}

/** Classifies a field: any of the rules opens it. A field without this fails the build of its schema. */
export function Access(...rules: AccessRule[]): PropertyDecorator & MethodDecorator {
  const extensions = Extensions({ access: rules });
  const authorized = rules.includes('public') ? undefined : Authorized<AccessRule>(rules);
  return ((target: object, key: string | symbol, descriptor: PropertyDescriptor) => {
    (extensions as MethodDecorator)(target, key, descriptor);
    (authorized as MethodDecorator | undefined)?.(target, key, descriptor);
  }) as PropertyDecorator & MethodDecorator;
}

export const checkAccess: AuthCheckerFn<RequestContext, AccessRule> = async (
  { root, context, info },
  rules,
) => {
  for (const rule of rules) if (await allows(rule, context, (root ?? {}) as Owned)) return true;
  context.viewer.requireDid();
  throw COMMON.FORBIDDEN.raise(refusalOf(rules, info.parentType === info.schema.getMutationType()));
};

/** Why somebody is refused who is signed in. */
function refusalOf(rules: readonly AccessRule[], isDone: boolean): string {
  if (rules.length === 1 && rules[0] === 'operator') {
    return `Only an operator of this installation may ${isDone ? 'do' : 'see'} this.`;
  }
  return `You may not ${isDone ? 'do' : 'see'} this.`;
}

async function allows(rule: AccessRule, { viewer }: RequestContext, root: Owned): Promise<boolean> {
  if (rule === 'public') return true;
  if (!viewer.did) return false;
  switch (rule) {
    case 'signedIn':
      return true;
    case 'operator':
      return viewer.isOperator;
    case 'regulator':
      return (await viewer.organization())?.kind === 'REGULATOR';
    case 'buyer':
      return isBuyer(viewer, root);
    case 'buyerOrStewards':
      return (await isBuyer(viewer, root)) || holds(viewer, root, 'STEWARD', 'AUDITOR');
    case 'self':
      return isSelf(viewer, root);
    case 'selfOrStewards':
      return (await isSelf(viewer, root)) || holds(viewer, root, 'STEWARD', 'AUDITOR');
    case 'members':
      return (await standingOf(viewer, root))?.standing === 'ADMITTED';
    case 'insiders':
      return (await standingOf(viewer, root))?.wasAdmitted === true;
    case 'stewards':
      return holds(viewer, root, 'STEWARD', 'AUDITOR');
    case 'auditors':
      return holds(viewer, root, 'AUDITOR');
  }
}

type ViewerOf = RequestContext['viewer'];

function standingOf(viewer: ViewerOf, root: Owned) {
  return root.cooperativeId ? viewer.memberIn(root.cooperativeId) : Promise.resolve(null);
}

async function holds(viewer: ViewerOf, root: Owned, ...roles: ('STEWARD' | 'AUDITOR')[]): Promise<boolean> {
  const standing = await standingOf(viewer, root);
  return standing !== null && roles.some((role) => standing.holds(role));
}

async function isSelf(viewer: ViewerOf, root: Owned): Promise<boolean> {
  return (
    Boolean(root.memberId) &&
    (await viewer.standings()).some((standing) => standing.memberId === root.memberId)
  );
}

async function isBuyer(viewer: ViewerOf, root: Owned): Promise<boolean> {
  return Boolean(root.buyerId) && (await viewer.organization())?.id === root.buyerId;
}
