import pg from 'pg';
import { seed } from '../../../bench/catalogue/seed.js';
import { World } from './world.js';

/** A world whose catalogue holds the first of the datasets that `bench/catalogue` measures by. */
export async function openLargeCatalogue(datasets: number): Promise<World> {
  const world = await World.open();
  const [row] = await world.service.sql<{ name: string }>('select current_database() as name');
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = `/${row!.name}`;
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  await seed(owner, `${world.service.dataDir}-rows`, datasets);
  await owner.end();
  return world;
}
