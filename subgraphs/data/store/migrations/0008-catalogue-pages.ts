import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ORDERINGS } from '../search/ordering.js';
import type { Ordering } from '../search/ordering.js';
import { SAMPLE } from '../search/sample.js';

/**
 * A page of the catalogue in one round trip, by statements that a connection plans once: what a page took was for the
 * most part the planning of its statements anew for each.
 *
 * @see data/decisions/0004-one-index-for-the-catalogue.md
 */
export class CataloguePages1700000000308 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ESTIMATED_HITS);
    for (const ordering of [ORDERINGS.TITLE, ORDERINGS.NEWEST, ORDERINGS.RECORDS]) {
      await runner.query(pageFunction(ordering));
    }
    await runner.query(`
      drop function published_datasets(text[]);
      -- Ten thousand words were read for each plan; the thousand most frequent ones tell what is rare.
      alter table catalogue_entry alter column search set statistics 100;
      analyze catalogue_entry (search);`);
  }

  async down(): Promise<void> {
    throw new Error('pages are read by these functions: restore a backup instead');
  }
}

/**
 * Entries that are looked at one after another in the order asked for, before a page is found by reading all hits: hits
 * that lie together at the far end of an order would have a walk look at everything before them.
 */
const WALK_MAX = 4_000;
/** What is as common as one in ten or so is found by these, sooner than it is judged to be. */
const FIRST_STEPS = 200;
/** An entry on a walk is judged by its words, which stand beside it; a hit that the index found is not judged again. */
const WALKED_COSTS_READ = 3;

/** Before every entry in its order. */
const START: Record<Ordering['type'], string> = { text: `''`, timestamptz: `'infinity'`, int: '2147483647' };
const START_ID = { asc: `''`, desc: `'~'` };

/** What the index holds only roughly: spans by the year, prices by their magnitude. Of a condition not made, null. */
const EXACTLY = `(span_until is null or e.temporal_from < span_until and e.temporal_until > span_from)
  and (price_max is null or e.currency = price_currency and e.price_minor <= price_max
    or e.has_more_offers
      and is_offered(e.dataset_id collate "default", purposes_covering, price_currency, price_max))`;

/** As the planner has it, from its statistics. It is volatile because PostgreSQL takes no EXPLAIN for a reading. */
const ESTIMATED_HITS = `
  create function estimated_hits(query tsquery) returns float8 language plpgsql volatile as $$
    declare
      plan json;
    begin
      execute format('explain (format json) select 1 from catalogue_entry where search @@ %L::tsquery', query) into plan;
      return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
    end $$;`;

/**
 * The datasets behind a key, by the best part of a search first. Few hits are all read and put in order; of many, the
 * order's index is walked until the page is full. Few are fewer than the entries that a walk would pass if hits lie evenly:
 * of n hits among N entries, N / n for each row. It is judged by what is known of each term's frequency, which costs next to
 * nothing, then by the hits among the sampled entries.
 *
 * Every plan is the same whatever is asked for, and the planner, which takes words for as cheap to read in a table as anything
 * else there, is kept from reading the table.
 */
function pageFunction({ column, type, direction }: Ordering): string {
  const behind = direction === 'desc' ? '<' : '>';
  const following = `(e.${column}, e.dataset_id) ${behind} (from_value, from_id)`;
  const order = (of: string) => `order by ${of}.${column} ${direction}, ${of}.dataset_id ${direction}`;
  const kept = (hits: string) => `
    with hit as materialized (${hits})
    select values_found || array(select h.${column} from hit h ${order('h')}),
           ids || array(select h.dataset_id collate "default" from hit h ${order('h')})
      into values_found, ids;`;
  const isHit = `e.search @@ query and ${EXACTLY}`;
  const each = (of: (where: string) => string) =>
    `if within is null then ${of(following)}
     else ${of(`e.cooperative_id = within and ${following}`)}
     end if;`;
  // A limit that is a parameter would be taken for a tenth of the table. Where a level does not name the order, it is lost.
  const first = (most: number, where: string) =>
    `select * from catalogue_entry e where ${where} ${order('e')} limit ${most}`;
  const taken = each((where) =>
    kept(`select e.dataset_id, e.${column} from (${first(WALK_MAX, where)}) e ${order('e')} limit missing`),
  );
  const walked = (most: number) =>
    each((where) =>
      kept(`select e.dataset_id, e.${column} from (select * from (${first(most, where)}) e ${order('e')} limit walk_max) e
        where ${isHit} ${order('e')} limit missing`),
    );
  const lookedAt = each(
    (where) =>
      `select count(*) from (select 1 from
        (select 1 from catalogue_entry e where ${where} limit ${WALK_MAX + 1}) e limit walk_max + 1) s into passed;`,
  );
  const forgotten = 'values_found := values_found[:before]; ids := ids[:before];';
  return `
    create function catalogue_by_${column}(queries tsquery[], start_at integer, after_value ${type}, after_id text, within text,
      span_from timestamptz, span_until timestamptz, price_currency text, price_max bigint, purposes_covering text[],
      page_max integer, walk_max integer)
    returns table (part integer, value ${type}, found dataset) language plpgsql stable
    set app.reader = 'catalogue' set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
    #variable_conflict use_variable
    declare
      query tsquery;
      from_value ${type} := coalesce(after_value, ${START[type]});
      from_id text := coalesce(after_id, ${START_ID[direction]});
      missing integer;
      before integer;
      least_many bigint;
      is_few boolean;
      is_walked boolean;
      sampled bigint;
      passed bigint;
      parts integer[] := '{}';
      values_found ${type}[] := '{}';
      ids text[] := '{}';
    begin
      for at in start_at .. cardinality(queries) loop
        query := queries[at];
        before := cardinality(ids);
        missing := page_max - before;
        select sqrt(${WALKED_COSTS_READ} * missing::float8 * greatest(reltuples, 0))
          from pg_class where oid = 'catalogue_entry'::regclass into least_many;
        is_few := false;
        if query is null then
          -- The order's index holds nothing else.
          ${taken}
        elsif estimated_hits(query) < least_many then
          -- What two conditions have in common is often more than if they had nothing to do with one another.
          is_few := position('&' in query::text) = 0;
        else
          ${walked(FIRST_STEPS)}
        end if;
        if query is not null and cardinality(ids) < page_max then
          ${forgotten}
          if not is_few then
            select count(*) from (select 1 from catalogue_entry e
              where e.search @@ (query && '''${SAMPLE.term}'''::tsquery) and ${EXACTLY}
              limit least_many / ${SAMPLE.oneOf} + 1) s into sampled;
            is_few := sampled <= least_many / ${SAMPLE.oneOf};
          end if;
          is_walked := false;
          if not is_few then
            ${walked(WALK_MAX)}
            is_walked := cardinality(ids) = page_max;
            if not is_walked then
              ${lookedAt}
              is_walked := passed <= coalesce(walk_max, ${WALK_MAX});
            end if;
          end if;
          if not is_walked then
            ${forgotten}
            ${kept(`select e.dataset_id, e.${column}
              from (select * from catalogue_entry e where ${isHit} offset 0) e
              where ${following} ${order('e')} limit missing`)}
          end if;
        end if;
        parts := parts || array_fill(at, array[cardinality(ids) - before]);
        exit when cardinality(ids) >= page_max;
        from_value := ${START[type]};
        from_id := ${START_ID[direction]};
      end loop;
      return query select page.part, page.value, d.whole
        from unnest(parts, values_found, ids) with ordinality page (part, value, id, place)
        cross join lateral (select e as whole from dataset e where e.id = page.id offset 0) d order by page.place;
    end $$;`;
}
