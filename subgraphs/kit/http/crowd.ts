import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface CrowdLimits {
  /** Connections in all. */
  readonly connectionsMax: number;
  /** Connections of one address. */
  readonly perAddressMax: number;
  /** Connections of one address on which no whole request has come. */
  readonly unfinishedPerAddressMax: number;
  /** Milliseconds without a byte in a request that has not come as a whole. */
  readonly stallMs: number;
  /** Milliseconds for the other end to read an answer. */
  readonly lingerMs: number;
}

export interface CrowdOptions {
  readonly limits: CrowdLimits;
  /** Whose connection it is; undefined for one that speaks for many, such as a proxy of ours, and has no limits of its own. */
  addressOf?(socket: Socket): string | undefined;
  /** Answers a request that has stalled; by default the connection is cut without a word. */
  stalled?(socket: Socket): void;
}

type State = 'unfinished' | 'working' | 'sending' | 'idle';

interface Member {
  readonly socket: Socket;
  readonly place: Place;
  state: State;
  /** Bytes that had come when they were last looked at, and when they last were more. */
  bytes: number;
  since: number;
}

/** The connections of one address. Sets are in the order in which members came in. */
interface Place {
  readonly key: string | undefined;
  count: number;
  readonly unfinished: Set<Member>;
  readonly idle: Set<Member>;
  readonly sending: Set<Member>;
}

const LOOK_MS = 1_000;

/**
 * Keeps a server's door open while more come than it can hold. Of the address that holds the most, one goes of those on
 * which nothing whole has come, those that are idle, or those that have yet to take their answer, whichever are most:
 * the one that has been so for the longest time. What is being worked on stays. Each newcomer has one turn of the event
 * loop to be read before it counts.
 */
export class Crowd {
  private readonly members = new Map<Socket, Member>();
  private readonly places = new Map<string | undefined, Place>();
  /** Places that have grown since the last look. */
  private readonly grown = new Set<Place>();
  private isTrimming = false;
  private readonly looking: NodeJS.Timeout;

  constructor(
    server: Server,
    private readonly options: CrowdOptions,
  ) {
    server.on('connection', (socket: Socket) => this.enter(socket));
    this.looking = setInterval(() => this.look(performance.now()), LOOK_MS).unref();
    server.on('close', () => clearInterval(this.looking));
  }

  get size(): number {
    return this.members.size;
  }

  /** The head of a request has come. */
  begun(socket: Socket): void {
    const member = this.members.get(socket);
    if (member?.state === 'idle') this.move(member, 'unfinished');
  }

  /** A whole request has come, or another protocol's greeting. */
  whole(socket: Socket): void {
    const member = this.members.get(socket);
    if (member) this.move(member, 'working');
  }

  /** An answer was given to the connection, which has yet to take it. */
  answered(socket: Socket): void {
    const member = this.members.get(socket);
    if (member) this.move(member, 'sending');
  }

  /** The other end has taken the answer. */
  rests(socket: Socket): void {
    const member = this.members.get(socket);
    if (member) this.move(member, 'idle');
  }

  private enter(socket: Socket): void {
    const key = (this.options.addressOf ?? defaultAddress)(socket);
    const place = this.places.get(key) ?? {
      key,
      count: 0,
      unfinished: new Set(),
      idle: new Set(),
      sending: new Set(),
    };
    const member: Member = { socket, place, state: 'unfinished', bytes: 0, since: performance.now() };
    this.places.set(key, place);
    this.members.set(socket, member);
    place.count += 1;
    place.unfinished.add(member);
    socket.once('close', () => this.leave(member));
    this.grown.add(place);
    if (this.isTrimming) return;
    this.isTrimming = true;
    // Many are taken in one turn, before any of them is read; in the next they are read.
    setImmediate(() => setImmediate(() => this.trim()));
  }

  private leave(member: Member): void {
    const { socket, place } = member;
    if (!this.members.delete(socket)) return;
    this.setOf(member)?.delete(member);
    place.count -= 1;
    if (place.count === 0) this.places.delete(place.key);
  }

  private move(member: Member, state: State): void {
    if (member.state === state) return;
    this.setOf(member)?.delete(member);
    member.state = state;
    if (state !== 'working') member.since = performance.now();
    this.setOf(member)?.add(member);
  }

  private setOf({ state, place }: Member): Set<Member> | undefined {
    switch (state) {
      case 'unfinished':
        return place.unfinished;
      case 'idle':
        return place.idle;
      case 'sending':
        return place.sending;
      case 'working':
        return undefined;
    }
  }

  private trim(): void {
    this.isTrimming = false;
    const { connectionsMax, perAddressMax, unfinishedPerAddressMax } = this.options.limits;
    for (const place of this.grown) {
      if (place.key === undefined) continue;
      while (place.unfinished.size > unfinishedPerAddressMax) this.drop(first(place.unfinished)!);
      while (place.count > perAddressMax && this.dropOneOf(place));
    }
    this.grown.clear();
    while (this.members.size > connectionsMax && this.dropOneOf(this.fullest()));
  }

  private fullest(): Place | undefined {
    let fullest: Place | undefined;
    for (const place of this.places.values()) {
      if (spare(place) > (fullest ? spare(fullest) : 0)) fullest = place;
    }
    return fullest;
  }

  /** @returns false if nothing of it can be spared. */
  private dropOneOf(place: Place | undefined): boolean {
    if (!place) return false;
    const { unfinished, idle, sending } = place;
    const most = [idle, sending].reduce((a, b) => (b.size > a.size ? b : a), unfinished);
    const member = first(most);
    if (member) this.drop(member);
    return member !== undefined;
  }

  private drop(member: Member): void {
    this.leave(member);
    member.socket.destroy();
  }

  /** Cuts what has not gone on for too long. */
  private look(now: number): void {
    const { stallMs, lingerMs } = this.options.limits;
    for (const { unfinished, sending } of this.places.values()) {
      for (const member of sending) {
        if (now - member.since < lingerMs) break;
        this.drop(member);
      }
      for (const member of unfinished) {
        const { bytesRead } = member.socket;
        if (bytesRead > member.bytes) {
          member.bytes = bytesRead;
          member.since = now;
        } else if (now - member.since >= stallMs) this.cut(member);
      }
    }
  }

  private cut(member: Member): void {
    if (!this.options.stalled) return this.drop(member);
    // Its answer is on its way, and nothing more is heard.
    this.move(member, 'sending');
    this.options.stalled(member.socket);
  }
}

function defaultAddress({ remoteAddress = 'unknown' }: Socket): string {
  return remoteAddress;
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  for (const item of set) return item;
  return undefined;
}

/** How many of its connections could go. */
function spare({ unfinished, idle, sending }: Place): number {
  return unfinished.size + idle.size + sending.size;
}
