/**
 * Opens connections that each send one small packet and never close, as fast as it can, and new ones for those that the
 * other end closes. Usage: node floodProcess.mjs <port> <packet as JSON> <at once> <local addresses, parted by commas>
 */
import { connect } from 'node:net';

const [port, packet, atOnce, addresses] = process.argv.slice(2);
const bytes = JSON.parse(packet);
const locals = addresses.split(',');
const CONNECTING_MAX = 200;
let open = 0;
let connecting = 0;
let opened = 0;

function more() {
  while (open + connecting < Number(atOnce) && connecting < CONNECTING_MAX) {
    connecting += 1;
    const localAddress = locals[(opened + connecting) % locals.length];
    const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress, allowHalfOpen: true });
    let stands = false;
    socket.once('connect', () => {
      stands = true;
      connecting -= 1;
      open += 1;
      opened += 1;
      socket.write(bytes);
      setImmediate(more);
    });
    socket.resume();
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (stands) open -= 1;
      else connecting -= 1;
      setImmediate(more);
    });
  }
}

more();
setInterval(() => {
  console.log(opened);
  more();
}, 50);
process.stdin.resume().on('end', () => process.exit());
