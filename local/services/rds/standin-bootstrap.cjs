'use strict';
// Starts serve-standin.ts in a worker thread, which has no loader of TypeScript of its own.
require('tsx/cjs');
require('./serve-standin.ts').serveStandIn();
