'use strict';
/*
 * Runs in a worker thread, as Lambda's Node runtime runs around a function: loads the handler, gives it
 * one event at a time, and tells the parent what came of it. Plain CommonJS, because a worker started
 * from TypeScript under tsx or Jest has no loader.
 */
const { createRequire } = require('node:module');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { format } = require('node:util');
const { parentPort, workerData } = require('node:worker_threads');

const { taskRoot, handler: handlerName, context: contextBase } = workerData;
let requestId = '';

function send(message) {
  parentPort.postMessage(message);
}

function describeError(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const trace = (error.stack ?? '').split('\n');
  return { errorType: error.name, errorMessage: error.message, trace };
}

function captureOutput() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, done) => {
      send({
        kind: 'log',
        text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString(),
      });
      const finished = typeof encoding === 'function' ? encoding : done;
      if (typeof finished === 'function') process.nextTick(finished);
      return true;
    };
  }
  const levels = {
    log: 'INFO',
    info: 'INFO',
    debug: 'DEBUG',
    warn: 'WARN',
    error: 'ERROR',
    trace: 'TRACE',
  };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}`;
      send({ kind: 'log', text: `${line}\n` });
    };
  }
}

function crash(kind, error) {
  send({ kind, failure: error });
  setImmediate(() => process.exit(1));
}

function handleCrashes() {
  process.on('uncaughtException', (error) => crash('crashed', describeError(error)));
  process.on('unhandledRejection', (reason) => {
    const { errorType, errorMessage, trace } = describeError(reason);
    const message = reason instanceof Error ? `${errorType}: ${errorMessage}` : errorMessage;
    crash('crashed', {
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: message,
      trace,
    });
  });
}

async function loadHandler() {
  const dot = handlerName.lastIndexOf('.');
  const [file, name] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const found = ['.js', '.mjs', '.cjs'].map((ext) => join(taskRoot, file + ext)).find(existsSync);
  if (found === undefined) {
    const message = `Error: Cannot find module '${file}'`;
    throw Object.assign(new Error(message), { name: 'Runtime.ImportModuleError' });
  }
  const exported = found.endsWith('.mjs')
    ? await import(pathToFileURL(found).href)
    : createRequire(found)(found);
  const handler = exported[name] ?? exported.default?.[name];
  if (typeof handler === 'function') return handler;
  const message = `${handlerName} is undefined or not exported`;
  throw Object.assign(new Error(message), { name: 'Runtime.HandlerNotFound' });
}

function describeInitError(error) {
  const failure = describeError(error);
  if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
    return {
      ...failure,
      errorType: 'Runtime.ImportModuleError',
      errorMessage: `Error: ${error.message}`,
    };
  }
  if (error instanceof SyntaxError) {
    return {
      ...failure,
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: `SyntaxError: ${error.message}`,
    };
  }
  return failure;
}

function contextOf(invocation, done) {
  const respond = (error, value) => done(error, value);
  return {
    ...contextBase,
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: invocation.requestId,
    invokedFunctionArn: invocation.invokedArn,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadlineMs - Date.now()),
    done: respond,
    succeed: (value) => respond(undefined, value),
    fail: (error) => respond(error ?? new Error('handled')),
  };
}

function call(handler, invocation) {
  return new Promise((resolve, reject) => {
    const done = (error, value) => (error ? reject(error) : resolve(value));
    const { buffer, byteOffset, byteLength } = invocation.payload;
    const event = JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString());
    const returned = handler(event, contextOf(invocation, done), done);
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
    else if (handler.length < 3 && returned !== undefined) resolve(returned);
    else if (handler.length < 2) resolve(null);
  });
}

async function run(handler, invocation) {
  requestId = invocation.requestId;
  try {
    const value = await call(handler, invocation);
    send({ kind: 'answered', payload: JSON.stringify(value) ?? 'null' });
  } catch (error) {
    send({ kind: 'threw', failure: describeError(error) });
  }
}

captureOutput();
handleCrashes();
loadHandler().then(
  (handler) => parentPort.on('message', (invocation) => void run(handler, invocation)),
  (error) => crash('init-failed', describeInitError(error)),
);
