import { Endpoint } from '../endpoint.js';
import { keptWorld, keepWorld, describeWorld, type KeptWorld } from '../keptWorld.js';
import type { Wallets } from '../wallets.js';
import { demoWorld, type DemoCooperative } from '../world/world.js';
import { advanceTo, advanceToPresent, serverTime } from './clock.js';
import { PERIOD_DAYS, compute, conclude, divide, spend } from './conclude.js';
import { Endurance } from './endurance.js';
import { found } from './found.js';
import { Gate } from './gate.js';
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
/** Longer than the gateway takes at most, so that it is the gateway that says what was late. */
const TIMEOUT_MS = 60_000;
/** The election, the licence and the motion that is lost. */
const HISTORIC_VOTES = 3;

/**
 * Loads what the demo world lacks, through the public endpoint and with everybody's own signature. Safe to run again
 * after it was cut off anywhere: each step looks before it acts, or repeats under the same idempotency key. So a step
 * whose services are too busy is done again, too.
 *
 * @throws Error in words when nothing has gone on for ten minutes.
 */
export async function load(origin: string, dataDir: string, wallets: Wallets): Promise<KeptWorld> {
  const kept = keptWorld(dataDir);
  if (kept) return kept;
  const endurance = new Endurance();
  const endpoint = new Endpoint(origin, {
    fetch: new Gate().fetch,
    patience: endurance,
    timeoutMs: TIMEOUT_MS,
    over: (what, step) => endurance.over(what, step),
  });
  const world = demoWorld();
  const memberCount = world.reduce((sum, { members }) => sum + members.length, 0);
  const progress = new Progress(memberCount * STEPS_PER_MEMBER + STEPS_OF_HISTORY, {
    onStep: () => endurance.progressed(),
    trouble: () => endurance.trouble,
  }).begin();
  progress.step('the operator and the organisations sign in', 1);
  const met = await endpoint.over('the organisations register', () => meet(endpoint, wallets));
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
  const { slug } = cooperative.spec;
  const over: Endpoint['over'] = (what, step) => site.endpoint.over(`the ${slug} ${what}`, step);
  const founded = await over('are founded', () => found(site, cooperative));
  const peopled = await over('gather', () => people(site, founded));
  const published = await over('publish', () => publish(peopled));
  const supplies = await supply(site, published);
  const voters = published.members.filter(({ votes }) => votes);
  const others = published.members.filter(({ votes }) => !votes);
  const rest = takePart(site, published, supplies, { members: others, papers: [] });
  // Heard when it is waited for, not before.
  rest.catch(() => undefined);
  await over('appoint an auditor', () => appointAuditor(published));
  await over('call an election', () => callElection(published));
  await over('move', () => move(published, published.spec.rejected));
  const licensed = await over('negotiate', () => negotiate(site, published));
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
  const time = (work: () => Promise<void>) => site.endpoint.over('time passes', work);
  await time(() => advanceTo(site.operator, after(youngest, DECIDED_DAYS)));
  letAllKnow(site, begun);
  const cooperatives = await Promise.all(begun.map((cooperative) => trade(site, cooperative)));
  await time(() => advanceTo(site.operator, after(youngest, PERIOD_DAYS + 1)));
  letAllKnow(site, cooperatives);
  const each = (work: (cooperative: Licensed) => Promise<void>) => Promise.all(cooperatives.map(work));
  await each(async (cooperative) => {
    await site.endpoint.over(`the ${cooperative.spec.slug} divide`, () => divide(cooperative));
    site.progress.step('dividends are credited', 30);
  });
  await time(() => advanceToPresent(site.operator));
  letAllKnow(site, cooperatives);
  await each((cooperative) => openVote(site, cooperative));
  return cooperatives;
}

/** From the decision to the first use of the licence. */
async function trade(site: Site, cooperative: Begun): Promise<Licensed> {
  await untilReached(cooperative, ['ENACTED', 'REJECTED'], HISTORIC_VOTES);
  site.progress.step('votes are counted', 20);
  const over: Endpoint['over'] = (what, step) =>
    site.endpoint.over(`the ${cooperative.spec.slug} ${what}`, step);
  await over('are paid', () => conclude(site, cooperative));
  await cooperative.rest;
  await over('are asked to compute', () => compute(site, cooperative));
  // Entered in data's journal behind the use: who waits for it, such as payouts before it closes the period, has
  // heard of the use too.
  const offered = await over('offer', () => publishOffers(cooperative, cooperative.spec.offers.length));
  await over('spend', () => spend(offered));
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
  await site.endpoint.over(`the ${cooperative.spec.slug} move`, () => move(cooperative, open));
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
