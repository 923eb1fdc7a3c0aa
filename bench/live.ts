import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

/**
 * What idle subscriptions cost: a gateway with a service of one table, over the embedded PostgreSQL, in a process of
 * its own; this one opens WebSockets to it, a subscription each, and asks it for its memory before and after.
 *
 * `npm run bench:live -- [subscriptions] [subscriptions per socket] [signed]`; `signed`: by somebody, not by anybody
 */
const [count = 1_000, perSocket = 1] = process.argv.slice(2, 4).map(Number);
const isSigned = process.argv[4] === 'signed';
const BUDGET_KIB = 20;
const SETTLE_MS = 3_000;
const AT_ONCE = 50;

interface Memory {
  heap: number;
  external: number;
  rss: number;
}

const server = fork(fileURLToPath(new URL('./liveServer.js', import.meta.url)), {
  execArgv: ['--expose-gc'],
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
const told = async <T>(): Promise<T> => ((await once(server, 'message')) as [T])[0];

const { url, id, token } = await told<{ url: string; id: string; token: string }>();
// The first ones bring code and caches that all share.
await open(20, 1);
await sleep(SETTLE_MS);
const before = await measured();
const sockets = Math.ceil(count / perSocket);
for (let opened = 0; opened < sockets; opened += AT_ONCE) {
  await open(Math.min(AT_ONCE, sockets - opened), perSocket);
}
await sleep(SETTLE_MS);
const after = await measured();
const subscriptions = sockets * perSocket;
const each = (part: keyof Memory): number => (after[part] - before[part]) / subscriptions / 1_024;
const row = (name: string, value: number): string => `${name.padEnd(28)}${value.toFixed(1).padStart(8)} KiB`;
console.log(
  `${subscriptions} idle subscriptions over ${sockets} WebSockets${isSigned ? ', signed in' : ''}, for each:`,
);
console.log(row('heap', each('heap')));
console.log(row('heap and external', each('heap') + each('external')));
console.log(row('resident', each('rss')));
console.log(`of the ${BUDGET_KIB} KiB allowed: ${(each('rss') / BUDGET_KIB).toFixed(2)}`);
console.log(JSON.stringify({ subscriptions, sockets, heapKib: each('heap'), rssKib: each('rss') }));
server.send('stop');
await once(server, 'exit');
process.exit(each('rss') <= BUDGET_KIB ? 0 : 1);

async function measured(): Promise<Memory> {
  server.send('measure');
  return told<Memory>();
}

/** Opens that many sockets, and resolves when each subscription has its first answer. */
async function open(some: number, each: number): Promise<void> {
  await Promise.all(Array.from({ length: some }, () => openOne(each)));
}

function openOne(each: number): Promise<void> {
  return new Promise((done, failed) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    let answered = 0;
    const say = (message: object): void => socket.send(JSON.stringify(message));
    socket.on('error', failed);
    socket.on('close', (code, reason) => failed(new Error(`closed with ${code} ${reason.toString()}`)));
    socket.on('open', () =>
      say({ type: 'connection_init', ...(isSigned && { payload: { authorization: `Bearer ${token}` } }) }),
    );
    socket.on('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === 'connection_ack') {
        const query = 'subscription Watch($id: ID!) { proposalChanged(id: $id) { id state } }';
        for (let index = 0; index < each; index += 1) {
          say({ type: 'subscribe', id: String(index), payload: { query, variables: { id } } });
        }
      }
      if (type === 'next' && (answered += 1) === each) done();
    });
  });
}
