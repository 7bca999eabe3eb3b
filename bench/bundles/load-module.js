'use strict';

// node load-module.js FILE: how long a module takes to load, and the files that it reads, as JSON.
const [file] = process.argv.slice(2);
const startedAt = process.hrtime.bigint();
const { handler } = require(file);
const milliseconds = Number(process.hrtime.bigint() - startedAt) / 1e6;
if (typeof handler !== 'function') throw new Error(`${file} exports no handler`);
const files = Object.keys(require.cache).filter((path) => path !== __filename);
process.stdout.write(JSON.stringify({ milliseconds, files }), () => process.exit());
