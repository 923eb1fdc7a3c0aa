import { Endpoint } from '../endpoint.js';
import { keptWorld, keepWorld, describeWorld, type KeptWorld } from '../keptWorld.js';
import type { Wallets } from '../wallets.js';
import { demoWorld, type DemoCooperative } from '../world/world.js';
import { advanceTo, advanceToPresent, serverTime } from './clock.js';
import { PERIOD_DAYS, compute, conclude, divide, spend } from './conclude.js';
import { found } from './found.js';
import { meet } from './meet.js';
import { negotiate } from './negotiate.js';
import { appointAuditor, people } from './people.js';
import { Progress } from './progress.js';
import { callElection, move, untilReached } from './propose.js';
import { publish, publishOffers } from './publish.js';
import type { Licensed, Site } from './site.js';
import { supply, takePart, voteOn } from './takePart.js';

const DAY_MS = 86_400_000;
/** Every vote of the history is over by then, the longest window being a week. */
const DECIDED_DAYS = 8;
/** Ballots on the motion that is open in the present. */
const EARLY_VOTERS = 12;
/** Per member: one for applying, a quarter for being admitted, three for taking part; the rest for what follows. */
const STEPS_PER_MEMBER = 4.25;
const STEPS_OF_HISTORY = 300;
/** The election, the licence and the motion that is lost. */
const HISTORIC_VOTES = 3;

/**
 * Loads what the demo world lacks, through the public endpoint and with everybody's own signature. Safe to run again
 * after it was cut off anywhere: each step looks before it acts, or repeats under the same idempotency key.
 */
export async function load(origin: string, dataDir: string, wallets: Wallets): Promise<KeptWorld> {
  const endpoint = new Endpoint(origin);
  const kept = keptWorld(dataDir);
  if (kept) return kept;
  const world = demoWorld();
  const memberCount = world.reduce((sum, { members }) => sum + members.length, 0);
  const progress = new Progress(memberCount * STEPS_PER_MEMBER + STEPS_OF_HISTORY);
  progress.step('the operator and the organisations sign in', 1);
  const met = await meet(endpoint, wallets);
  const site: Site = { endpoint, wallets, progress, ...met, present: new Map() };
  const begun = await Promise.all(world.map((cooperative) => begin(site, cooperative)));
  const cooperatives = await pass(site, begun);
  const described = describeWorld(site, cooperatives);
  keepWorld(dataDir, described);
  progress.finish();
  return described;
}

/** A co-op whose votes are cast, while those who do not vote may still be bringing their data. */
interface Begun extends Licensed {
  readonly rest: Promise<void>;
}

/** A co-op from its founding to the evening on which everybody has voted who votes. */
async function begin(site: Site, cooperative: DemoCooperative): Promise<Begun> {
  const published = await publish(await people(site, await found(site, cooperative)));
  const supplies = await supply(site, published);
  const voters = published.members.filter(({ votes }) => votes);
  const others = published.members.filter(({ votes }) => !votes);
  const rest = takePart(site, published, supplies, { members: others, papers: [] });
  // Heard when it is waited for, not before.
  rest.catch(() => undefined);
  await appointAuditor(published);
  await callElection(published);
  await move(published, published.spec.rejected);
  const licensed = await negotiate(site, published);
  // Nobody moved the clock before every vote was cast.
  if ((await serverTime(site.operator)) >= after(licensed, DECIDED_DAYS)) {
    site.progress.step('they had voted', voters.length * 3);
  } else {
    const papers = await untilReached(licensed, ['OPEN'], HISTORIC_VOTES);
    await takePart(site, licensed, supplies, { members: voters, papers });
  }
  return { ...licensed, rest };
}

/** What follows, for all co-ops at once, since they live by one clock. */
async function pass(site: Site, begun: readonly Begun[]): Promise<Licensed[]> {
  const youngest = begun.reduce((a, b) => (a.foundedAt > b.foundedAt ? a : b));
  await advanceTo(site.operator, after(youngest, DECIDED_DAYS));
  letAllKnow(site, begun);
  const cooperatives = await Promise.all(begun.map((cooperative) => trade(site, cooperative)));
  await advanceTo(site.operator, after(youngest, PERIOD_DAYS + 1));
  letAllKnow(site, cooperatives);
  const each = (work: (cooperative: Licensed) => Promise<void>) => Promise.all(cooperatives.map(work));
  await each(async (cooperative) => {
    await divide(cooperative);
    site.progress.step('dividends are credited', 30);
  });
  await advanceToPresent(site.operator);
  letAllKnow(site, cooperatives);
  await each((cooperative) => openVote(site, cooperative));
  return cooperatives;
}

/** From the decision to the first use of the licence. */
async function trade(site: Site, cooperative: Begun): Promise<Licensed> {
  await untilReached(cooperative, ['ENACTED', 'REJECTED'], HISTORIC_VOTES);
  site.progress.step('votes are counted', 20);
  await conclude(site, cooperative);
  await cooperative.rest;
  await compute(site, cooperative);
  // Entered in data's journal behind the use: who waits for it, such as payouts before it closes the period, has
  // heard of the use too.
  const offered = await publishOffers(cooperative, cooperative.spec.offers.length);
  await spend(offered);
  site.progress.step('licences are paid and used', 30);
  return offered;
}

/** Whoever acts next asks services that have heard of the new time. */
function letAllKnow({ operator, organizations }: Site, cooperatives: readonly Licensed[]): void {
  const { positions } = operator.client;
  for (const { client } of organizations.values()) client.positions.follow(positions);
  for (const { founder } of cooperatives) founder.client.positions.follow(positions);
}

async function openVote(site: Site, cooperative: Licensed): Promise<void> {
  const { open } = cooperative.spec;
  await move(cooperative, open);
  const papers = await untilReached(cooperative, ['OPEN'], 1);
  await voteOn(
    site,
    cooperative,
    papers.find(({ title }) => title === open.title)!,
    EARLY_VOTERS,
  );
  site.progress.step('votes are open', 10);
}

function after({ foundedAt }: Licensed, days: number): Date {
  return new Date(foundedAt.getTime() + days * DAY_MS);
}
