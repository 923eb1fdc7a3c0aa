import type { SigningKey } from '../keys/signingKey.js';
import type { Wallets } from './wallets.js';
import { OPERATOR, organizations } from './world/organizations.js';
import { STEWARD_COUNT } from './world/people.js';
import { demoWorld } from './world/world.js';

/** Whoever holds an office can be called by it: the founder, the auditor, and somebody who holds none. */
const BY_OFFICE: Readonly<Record<string, number>> = {
  steward: 0,
  auditor: STEWARD_COUNT,
  member: STEWARD_COUNT + 5,
};

/**
 * The key of one of the demo's people.
 *
 * @param name - `operator`, an organisation (`hudson.mobility.lab`), a person (`amina.okafor`), or an office in a co-op
 * (`drivers/steward`, `growers/auditor`, `patients/member`).
 * @throws Error when nobody is called that.
 */
export function findPerson(wallets: Wallets, name: string): SigningKey {
  if (name === OPERATOR) return wallets.operator;
  if (organizations.some(({ handle }) => handle === name)) return wallets.organization(name);
  const [slug, office] = name.split('/');
  for (const { spec, members } of demoWorld()) {
    const index = office === undefined ? undefined : BY_OFFICE[office];
    const member =
      spec.slug === slug && index !== undefined
        ? members[index]
        : members.find(({ handle }) => handle === name);
    if (member) return wallets.member(member.handle).signingKey(spec.slug);
  }
  throw new Error(`Nobody in the demo is called ${name}. "token --list" shows who is.`);
}
