'use strict';

// Loaded before a server that has no setting for its address: whatever it listens on is loopback.
const { Server } = require('node:net');

const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  const options = typeof first === 'object' && first !== null ? first : { port: first };
  const callbacks = rest.filter((each) => typeof each === 'function');
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...callbacks);
};
