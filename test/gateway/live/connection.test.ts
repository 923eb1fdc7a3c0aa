import { describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import { Connection } from '../../../gateway/live/connection.js';
import type { Peer } from '../../../gateway/live/connection.js';
import { ConnectionQuota } from '../../../gateway/live/connectionQuota.js';
import { liveLimitsOf } from '../../../gateway/live/limits.js';
import { readSettings } from '../../../subgraphs/kit/settings.js';

const limits = liveLimitsOf(readSettings(gatewaySettingsSchema, {}));

/** A connection over a socket that only keeps what it is told, and the bytes that are said to wait. */
function connect() {
  const bytes: number[] = [];
  const socket = {
    bufferedAmount: 0,
    send: () => undefined,
    close: () => undefined,
    terminate: () => undefined,
  };
  const peer: Peer = {
    ...{ address: '127.0.0.1', forwarded: {}, client: 'a', saying: {} },
    used: () => undefined,
    holds(_, count) {
      bytes.push(count);
      return () => undefined;
    },
  };
  return { connection: new Connection(socket as unknown as WebSocket, peer, limits), bytes };
}

describe('a connection that ended while it was asked who it is', () => {
  it('takes no place', () => {
    const quota = new ConnectionQuota(1, 'connections');
    const { connection } = connect();
    connection.ended();
    connection.holds(quota.enter('did:key:a'));
    expect(() => quota.requireRoom('did:key:a')).not.toThrow();
  });

  it('gives back what it took before', () => {
    const quota = new ConnectionQuota(1, 'connections');
    const { connection } = connect();
    connection.holds(quota.enter('did:key:a'));
    expect(() => quota.requireRoom('did:key:a')).toThrow('at most 1');
    connection.ended();
    expect(() => quota.requireRoom('did:key:a')).not.toThrow();
  });
});

it('what waits to be sent is counted in bytes', () => {
  const { connection, bytes } = connect();
  connection.send('añ漢');
  expect(bytes).toEqual([6]);
});
