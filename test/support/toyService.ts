import 'reflect-metadata';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Subscription,
} from 'type-graphql';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { entriesOf } from '../../subgraphs/kit/contracts/entry.js';
import { digest } from '../../subgraphs/kit/contracts/parts.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { on } from '../../subgraphs/kit/journal/reaction.js';
import { watchingId } from '../../subgraphs/kit/live/watching.js';
import { Access } from '../../subgraphs/kit/schema/access.js';
import { grant, tenantPolicy } from '../../subgraphs/kit/store/rls.js';
import type { Store } from '../../subgraphs/kit/store/store.js';
import type { RequestContext } from '../../subgraphs/kit/service/context.js';
import { defineService } from '../../subgraphs/kit/service/service.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';

export const Greeted = entriesOf('data')('Greeted', { private: { loudly: z.boolean().optional() } });
const entry = entriesOf('governance');
const GreetingSeen = entry('GreetingSeen', { private: { of: z.string() } });
const NoteWritten = entry('NoteWritten', { private: { id: z.string(), text: z.string() } });
const NoteRewritten = entry('NoteRewritten', { private: { id: z.string() } });
/** For tests that write into the toy's journal themselves; `fingerprint` is public. */
export const Noted = entry('Noted', {
  public: { fingerprint: digest.optional() },
  private: {
    which: z.number().optional(),
    secret: z.string().optional(),
    amount: z.string().optional(),
    place: z.object({ city: z.string() }).optional(),
  },
});

/** A service of one table, to try the kit on. */
class Toy1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table note (id text primary key, cooperative_id text not null, text text not null);
      ${tenantPolicy('note')} ${grant('note', 'SELECT, INSERT, UPDATE')}`);
  }
  async down(): Promise<void> {}
}

interface ToyServices {
  store: Store;
}
type Context = RequestContext<ToyServices>;

@ObjectType({ description: 'A note.' })
@Directive('@key(fields: "id")')
class Note {
  cooperativeId: string;

  @Field(() => ID, { description: 'Its id.' })
  @Access('public')
  id: string;

  @Field(() => String, { nullable: true, description: 'What it says.' })
  @Access('members')
  text: string | null;
}

@Resolver()
class NoteResolver {
  @Query(() => Note, { nullable: true, description: 'One note.' })
  @Access('public')
  note(@Arg('id', () => ID) id: string, @Ctx() { services, loader }: Context): Promise<Note | null> {
    return loader<string, Note | null>('note', (ids) =>
      Promise.all(ids.map((one) => readNote(services.store, one))),
    ).load(id);
  }

  @Mutation(() => Note, { description: 'Writes a note.' })
  @Access('signedIn')
  async writeNote(
    @Arg('cooperative', () => ID, { description: 'The co-op.' }) cooperative: string,
    @Arg('text', () => String, { description: 'What the note says.' }) text: string,
    @Ctx() { services, viewer }: Context,
  ): Promise<Note> {
    const id = newId('not');
    await services.store.transaction({ cooperative }, async (tx) => {
      tx.append(NoteWritten, {
        cooperative,
        actorRole: 'MEMBER',
        actor: viewer.requireDid(),
        private: { id, text },
      });
      await tx.query('insert into note (id, cooperative_id, text) values ($1, $2, $3)', [
        id,
        cooperative,
        text,
      ]);
      await tx.register(id, cooperative);
    });
    return { id, cooperativeId: cooperative, text };
  }

  @Mutation(() => Note, { description: 'Writes another text on a note.' })
  @Access('signedIn')
  async rewriteNote(
    @Arg('id', () => ID) id: string,
    @Arg('text', () => String, { description: 'What the note says.' }) text: string,
    @Ctx() { services }: Context,
  ): Promise<Note> {
    const cooperative = await services.store.home(id);
    await services.store.transaction({ cooperative }, async (tx) => {
      tx.append(NoteRewritten, { cooperative, actorRole: 'MEMBER', private: { id } });
      await tx.query('update note set text = $2 where id = $1', [id, text]);
    });
    return { id, cooperativeId: cooperative, text };
  }

  @Subscription(() => Note, { description: 'A note, and again as it changes.', subscribe: watchingId })
  @Access('public')
  async noteChanged(@Arg('id', () => ID) id: string, @Ctx() { services }: Context): Promise<Note> {
    const note = await readNote(services.store, id);
    if (!note) throw COMMON.NOT_FOUND.raise('There is no such note.');
    return note;
  }
}

async function readNote(store: Store, id: string): Promise<Note | null> {
  const cooperative = await store.home(id);
  const [row] = await store.transaction({ cooperative }, (tx) =>
    tx.query<{ id: string; cooperative_id: string; text: string }>('select * from note where id = $1', [id]),
  );
  return row ? { id: row.id, cooperativeId: row.cooperative_id, text: row.text } : null;
}

export const startToy = defineService<ToyServices>({
  name: 'governance',
  rows: [],
  migrations: [Toy1700000000001],
  schema: {
    resolvers: [NoteResolver],
    references: {
      Note: (reference, context) =>
        readNote((context as unknown as Context).services.store, String(reference.id)),
    },
  },
  services: ({ store }) => ({ store }),
  live: { NoteRewritten: ['id'] },
  reactions: () => [
    on(Greeted, ['loudly'], async (tx, _, { cooperative, entryId }) => {
      tx.append(GreetingSeen, { cooperative, actorRole: 'SERVICE', private: { of: entryId } });
      return Promise.resolve();
    }),
  ],
});
