import { GraphQLClient } from '../../wallet/client/graphqlClient.js';
import { perform } from '../../wallet/client/mutation.js';
import { Endpoint } from '../../wallet/demo/endpoint.js';
import type { Person } from '../../wallet/demo/endpoint.js';
import { keptWorld } from '../../wallet/demo/keptWorld.js';
import type { Listed } from '../../wallet/demo/keptWorld.js';
import { findPerson } from '../../wallet/demo/people.js';
import { keptWallets } from '../../wallet/demo/wallets.js';
import type { Wallets } from '../../wallet/demo/wallets.js';
import type { DemoMember } from '../../wallet/demo/world/people.js';
import type { CooperativeSpec } from '../../wallet/demo/world/spec.js';
import { demoWorld } from '../../wallet/demo/world/world.js';
import type { MemberKeys } from '../../wallet/keys/memberKeys.js';
import { advanceClock } from '../../wallet/operations/membership.js';
import type { Installation } from './installation.js';

/** A demo co-op, with the ids that it got in this installation. */
export interface KnownCooperative {
  readonly id: string;
  readonly dataset: string;
  /** In the order of the spec. */
  readonly offers: readonly string[];
  /** The licence of the demo's history, which is in force. */
  readonly licence: string;
  readonly spec: CooperativeSpec;
  readonly members: readonly KnownMember[];
}

export interface KnownMember extends DemoMember {
  readonly id: string;
  readonly did: string;
}

/** The demo's people before the public door of an installation, each with their own wallet. */
export class DemoPeople {
  readonly wallets: Wallets;
  readonly endpoint: Endpoint;
  private readonly listed: readonly Listed[];
  private readonly cooperatives: readonly KnownCooperative[];
  private readonly arrived = new Map<string, Promise<Person>>();

  constructor({ url, dataDir }: Pick<Installation, 'url' | 'dataDir'>) {
    const world = keptWorld(dataDir)!;
    this.wallets = keptWallets(dataDir);
    this.endpoint = new Endpoint(url);
    this.listed = world.people;
    this.cooperatives = demoWorld().map(({ spec, members }) => {
      const known = members.map((member): KnownMember => {
        const { id, did } = this.listing(member.handle);
        return { ...member, id: id!, did };
      });
      return { ...world.cooperatives.find(({ slug }) => slug === spec.slug)!, spec, members: known };
    });
  }

  /** Somebody who has not signed in. */
  get anyone(): GraphQLClient {
    return this.endpoint.anonymous;
  }

  cooperative(slug: string): KnownCooperative {
    return this.cooperatives.find(({ spec }) => spec.slug === slug)!;
  }

  /** What the demo says of somebody: id, DID, roles. */
  listing(name: string): Listed {
    return this.listed.find((person) => person.name === name)!;
  }

  /** @param name - as the demo's `token --as` takes it. Signs in once; later calls give the same session. */
  signedIn(name: string): Promise<Person> {
    const key = findPerson(this.wallets, name);
    const person = this.arrived.get(key.did) ?? this.endpoint.signIn(key);
    this.arrived.set(key.did, person);
    return person;
  }

  /** Several members at once, in their order: a request or two for every twenty. */
  async allSignedIn(members: readonly DemoMember[]): Promise<Person[]> {
    const keyOf = (member: DemoMember) => this.walletOf(member).signingKey(member.cooperative);
    const strangers = members.filter((member) => !this.arrived.has(keyOf(member).did));
    const signedIn = await this.endpoint.signInAll(strangers.map(keyOf));
    for (const person of signedIn) this.arrived.set(person.key.did, Promise.resolve(person));
    return Promise.all(members.map((member) => this.arrived.get(keyOf(member).did)!));
  }

  /** All that a member's wallet holds. */
  walletOf({ handle }: DemoMember): MemberKeys {
    return this.wallets.member(handle);
  }

  /** Lets time pass for everybody. */
  async pass(seconds: number): Promise<void> {
    const { client } = await this.signedIn('operator');
    await perform(client, advanceClock, { seconds });
  }
}
