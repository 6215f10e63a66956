// Preloaded into a child process (`--import`): whatever would reach for the network is written down and refused.

import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const record = process.env.NETWORK_RECORD;

const refuse =
  (name) =>
  (...given) => {
    if (record) appendFileSync(record, `${name} ${JSON.stringify(given[0])}\n`);
    throw new Error(`${name} was called: no traffic is allowed here.`);
  };

net.Socket.prototype.connect = refuse('net.Socket.connect');
net.Server.prototype.listen = refuse('net.Server.listen');
dgram.Socket.prototype.send = refuse('dgram.Socket.send');
for (const module of [dns, dns.promises]) {
  for (const name of Object.keys(module).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    module[name] = refuse(`dns.${name}`);
  }
}
syncBuiltinESMExports();
