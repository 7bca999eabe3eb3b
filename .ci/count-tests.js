'use strict';

// Adds up the JSON reports of the test runs named on the command line, and prints the one closing line.
const { readFileSync } = require('node:fs');

const reports = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const sum = (member) => reports.reduce((total, report) => total + report[member], 0);
const [passed, failed] = [sum('numPassedTests'), sum('numFailedTests')];
console.log(`${passed} passed, ${failed} failed, ${sum('numPendingTests')} skipped`);
if (passed === 0 || failed > 0) process.exitCode = 1;
