import { OFFER_PATH } from './offersCompared.js';
import type { Ordering } from './ordering.js';
import { SAMPLES } from './sample.js';

const [FINE, MIDDLE] = SAMPLES;

/** Estimated hits up to which what is asked for in one word is read without a judgement. */
const RARE_MAX = 1_500;
/** Hits of the middle sample up to which all hits are read: 4,000 or so. */
export const FEW_MAX = 16;
/** Hits of the middle sample from which on its own gaps are small enough to be read. */
const MANY_MIN = 100;
/** What one entry in so many satisfies is common: it is looked for along the order. */
const COMMON_ONE_OF = 40;
/**
 * The same of what any of several terms satisfies, whose entries the index merges before it gives one, and of what is
 * compared in the entry besides.
 */
const COMMON_ONE_OF_WIDE = 200;
/**
 * What any of several terms satisfies is taken to be common by the statistics from here on: of each term that is too rare
 * for them they tell the same, and of many such terms the sum.
 */
const SURELY_ONE_OF_ANY = 20;
/** Entries that are looked at one after another, each with its words, which stand beside it. */
const WALK_MAX = 1_200;
const WALK_MAX_WIDE = 4_000;
/** Where in the order a page's hits are looked for: up to these of the sampled hits behind its key, one after another. */
const BOUNDS = { fine: [4, 12, 40, 120], middle: [2, 6, 20, 60] } as const;

/** Before every entry in its order, and behind every one. */
const START: Record<Ordering['type'], string> = { text: `''`, timestamptz: `'infinity'`, int: '2147483647' };
const START_ID = { asc: `''`, desc: `'~'` };
const END: Record<Ordering['type'], string> = {
  text: 'repeat(chr(1114111), 65)',
  timestamptz: `'-infinity'`,
  int: '-2147483648',
};
const END_ID = { asc: `'~'`, desc: `''` };

/** What the index holds only roughly: spans by the year, prices by their magnitude. Of a condition not made, null. */
const EXACTLY = `(span_until is null or e.temporal_from < span_until and e.temporal_until > span_from)
  and (price_max is null or e.currency = price_currency and e.price_minor <= price_max
    or jsonb_path_exists(e.more_offers, '${OFFER_PATH}', offer_asked))`;

/**
 * A function that gives the datasets behind a key, by the best part of a search first. Migration 0011 makes it: a change here,
 * or of what it is made from, reaches a database only by a new migration.
 *
 * Few hits are all read and put in order. Of more, those are read that lie between the key and a later one: the index of
 * words gives the hits, the index of the order what lies between, and both are intersected before an entry is read. The
 * later key is that of a sampled hit, so that there are some tens of hits before it wherever they lie. What is
 * common is found sooner by looking at the next entries in order.
 *
 * Every plan is the same whatever is asked for, and the planner, which takes words for as cheap to read in a table as anything
 * else there, is kept from reading the table, and from sorting what an index holds in order.
 */
export function pageFunction({ column, type, direction }: Ordering): string {
  const [behind, upTo] = direction === 'desc' ? ['<', '>='] : ['>', '<='];
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
  const walked = each((where) =>
    kept(
      `select e.dataset_id, e.${column} from (select * from (${first(WALK_MAX_WIDE, where)}) e ${order('e')} limit walk_max) e
        where ${isHit} ${order('e')} limit missing`,
    ),
  );
  const walkedTo = each(
    (
      where,
    ) => `select e.${column}, e.dataset_id from (${first(WALK_MAX_WIDE + 1, where)}) e ${order('e')} offset walk_max - 1 limit 1
      into bound_value, bound_id;`,
  );
  const walkedOn = `
    ${walked}
    missing := page_max - cardinality(ids);
    if missing > 0 then
      bound_value := null;
      ${walkedTo}
      is_read := bound_value is null;
      from_value := bound_value;
      from_id := bound_id;
    end if;`;
  const between = each((where) =>
    kept(`select e.dataset_id, e.${column}
      from (select * from catalogue_entry e where ${isHit} and ${where}
        and (e.${column}, e.dataset_id) ${upTo} (bound_value, bound_id) offset 0) e
      ${order('e')} limit missing`),
  );
  // A word that few have may be one that most of a co-op have.
  const termOfCoOp = `('''' || replace(replace('in/' || within, '\\', '\\\\'), '''', '''''') || '''')::tsquery`;
  const sampled = (term: string) => `
    with marked as materialized (
      select e.${column}, e.dataset_id from (select * from catalogue_entry e
        where e.search @@ (query && '''${term}'''::tsquery) and ${EXACTLY} offset 0) e)
    select (select count(*) from marked),
        array(select e.${column} from marked e where ${following} ${order('e')} limit ${Math.max(...BOUNDS.fine)}),
        array(select e.dataset_id collate "default" from marked e where ${following} ${order('e')} limit ${Math.max(...BOUNDS.fine)})
      into marks, mark_values, mark_ids;`;
  return `
    create function catalogue_by_${column}(queries tsquery[], start_at integer, after_value ${type}, after_id text, within text,
      span_from timestamptz, span_until timestamptz, price_currency text, price_max bigint, offer_asked jsonb,
      page_max integer, few_max integer)
    returns table (part integer, value ${type}, found dataset) language plpgsql stable
    set app.reader = 'catalogue' set plan_cache_mode = force_generic_plan set enable_seqscan = off
    set enable_sort = off set max_parallel_workers_per_gather = 0 as $$
    #variable_conflict use_variable
    declare
      query tsquery;
      from_value ${type} := coalesce(after_value, ${START[type]});
      from_id text := coalesce(after_id, ${START_ID[direction]});
      missing integer;
      before integer;
      entries float8;
      estimated float8;
      marks integer;
      mark_values ${type}[];
      mark_ids text[];
      steps integer[];
      bound_value ${type};
      bound_id text;
      is_read boolean;
      is_any boolean;
      is_wide boolean;
      is_walked boolean;
      common_min float8;
      walk_max integer;
      parts integer[] := '{}';
      values_found ${type}[] := '{}';
      ids text[] := '{}';
    begin
      select greatest(reltuples, 0) from pg_class where oid = 'catalogue_entry'::regclass into entries;
      if within is not null and cardinality(array_remove(queries, null)) > 0 then
        entries := estimated_hits(${termOfCoOp});
      end if;
      for at in start_at .. cardinality(queries) loop
        query := queries[at];
        before := cardinality(ids);
        missing := page_max - before;
        if query is null then
          -- The order's index holds nothing else.
          ${taken}
        else
          is_read := false;
          estimated := estimated_hits(query);
          is_any := position('|' in query::text) > 0;
          is_wide := is_any or span_until is not null or price_max is not null;
          common_min := entries / case when is_wide then ${COMMON_ONE_OF_WIDE} else ${COMMON_ONE_OF} end;
          walk_max := case when is_wide then ${WALK_MAX_WIDE} else ${WALK_MAX} end;
          is_walked := estimated >= entries / case when is_any then ${SURELY_ONE_OF_ANY} else ${COMMON_ONE_OF} end;
          if is_walked then
            ${walkedOn}
          end if;
          if missing > 0 and not is_read then
            steps := '{}';
            marks := 0;
            -- What two conditions have in common is often more than if they had nothing to do with one another.
            if estimated > ${RARE_MAX} or position('&' in query::text) > 0 or few_max < 0 then
              ${sampled(MIDDLE!.term)}
              if not is_walked and marks > few_max and marks * ${MIDDLE!.oneOf} >= common_min then
                -- More than the statistics of its terms told.
                ${walkedOn}
                if missing > 0 and not is_read then
                  ${sampled(MIDDLE!.term)}
                end if;
              end if;
              if missing = 0 or is_read then
                steps := '{}';
              elsif marks >= ${MANY_MIN} then
                steps := '{${BOUNDS.middle.join()}}';
              elsif marks > few_max then
                ${sampled(FINE!.term)}
                steps := '{${BOUNDS.fine.join()}}';
              end if;
            end if;
            for step in 1 .. cardinality(steps) loop
              exit when missing = 0 or steps[step] > cardinality(mark_ids);
              bound_value := mark_values[steps[step]];
              bound_id := mark_ids[steps[step]];
              ${between}
              missing := page_max - cardinality(ids);
              from_value := bound_value;
              from_id := bound_id;
            end loop;
            if is_read then
              -- The walk came to the end of the order.
              missing := 0;
            elsif missing > 0 and marks >= ${MANY_MIN} then
              bound_value := ${END[type]};
              bound_id := ${END_ID[direction]};
              ${between}
            elsif missing > 0 then
              ${kept(`select e.dataset_id, e.${column}
                from (select * from catalogue_entry e where ${isHit} offset 0) e
                where ${following} ${order('e')} limit missing`)}
            end if;
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
