'use strict';

// node serve.js PACKAGE PORT [OPTIONS as JSON]: a server of the dynalite family, on loopback only.
const [name, port, options = '{}'] = process.argv.slice(2);
require(name)(JSON.parse(options)).listen(Number(port), '127.0.0.1');
