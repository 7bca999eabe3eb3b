import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeDefinition } from '../../cli/synthesize-definition';
import type { CloudEvent } from '../../local/cloud';
import { chance as cloudChance } from '../../local/chance';
import { systemClock } from '../../local/clock';
import { composeCloud } from '../../local/compose-cloud';
import { readDefinition } from '../../local/definition/read-definition';
import { listenEndpoint } from '../../local/endpoint/listen';
import { databaseServers } from '../../local/services/rds/database-servers';
import { memoryStorage } from '../../local/storage/memory-storage';
import { FuzzChance } from './fuzz-chance';
import { FuzzTally, type FuzzTarget } from './fuzz-target';
import { http1Bytes, recordHttp2 } from './http-text';
import { inFlight } from './in-flight';
import { mutateBytes } from './mutate-bytes';
import { mutateRecord } from './mutate-record';
import { throwBytes } from './throw-bytes';
import { GOOD_REQUEST, PREPARATION, VALID_REQUESTS, type ValidRequest } from './valid-requests';
import { watchProcess } from './watch-process';

const CONNECTIONS_AT_ONCE = 96;
const CASES_PER_BATCH = 1000;
/** Short, so that a connection that the endpoint gave up is seen to close. */
const LIMITS = { idleMilliseconds: 1000, answerMilliseconds: 2000 };
const ANSWERED_WITHIN_MILLISECONDS = 20_000;

/**
 * Random and mutated bytes at the endpoint of a whole laptop cloud, over HTTP/1.1 and HTTP/2: no crash, no
 * connection that stays open, no InternalFailure, and a request of good manners answered after each batch.
 */
export const fuzzEndpoint: FuzzTarget = async (run) => {
  const chance = new FuzzChance(run.seed);
  const tally = new FuzzTally(run);
  const current = new Set<Buffer>();
  const suspects = () => Buffer.concat([...current].slice(0, 3));
  const laptop = await startLaptop(({ level, source, message }) => {
    if (level === 'error' && source === 'endpoint') tally.find(message, suspects());
  });
  const watch = watchProcess((problem) => tally.find(problem, suspects()));
  const { port } = laptop;
  for (const request of PREPARATION) await ask(port, request);
  const recorded = await Promise.all(VALID_REQUESTS.map((request) => recordHttp2(port, request)));
  for (let done = 0; done < run.cases; done += CASES_PER_BATCH) {
    const count = Math.min(CASES_PER_BATCH, run.cases - done);
    let session = openSession(port);
    await inFlight(CONNECTIONS_AT_ONCE, count, async () => {
      const kind = chance.below(4);
      const request = chance.pick(VALID_REQUESTS);
      const bytes =
        kind === 0
          ? mutateBytes(chance.pick(recorded), chance)
          : kind === 1
            ? mutateBytes(whole(request, port), chance)
            : http1Bytes(request, brokenBody(request, chance), port);
      current.add(bytes);
      const end =
        kind === 3
          ? await askHttp2(
              (session = openSession(port, session)),
              request,
              brokenBody(request, chance),
            )
          : await throwBytes(port, bytes);
      current.delete(bytes);
      tally.count(end);
      if (end === 'hangs') tally.find('A connection stays open, or a request unanswered', bytes);
    });
    session.destroy();
    if (!(await isAnswered(port))) tally.find('A good request is not answered', Buffer.alloc(0));
    tally.advance(count);
  }
  watch.stop();
  await laptop.close();
  return tally.result();
};

async function startLaptop(report: (event: CloudEvent) => void) {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-fuzz-'));
  const divideWaitsBy = 10;
  const clock = systemClock(divideWaitsBy);
  const { exchange, run, close } = await composeCloud({
    stacks: readDefinition(synthesizeDefinition(join(directory, 'definition'))),
    clock,
    storage: memoryStorage(),
    chance: cloudChance('fuzz'),
    limitsEnforced: true,
    report,
    catalogue: (cloud) => ({
      dynamodbDirectory: join(directory, 'dynamodb', cloud.account),
      servers: databaseServers(cloud, { stateDirectory: directory, sqlPort: 0, divideWaitsBy }),
    }),
  });
  const endpoint = await listenEndpoint({ exchange, host: '127.0.0.1', port: 0, limits: LIMITS });
  const running = await run(endpoint.url);
  return {
    port: endpoint.port,
    close: async () => {
      await running.stop();
      await close();
      await endpoint.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function whole(request: ValidRequest, port: number): Buffer {
  return http1Bytes(request, Buffer.from(request.body), port);
}

function brokenBody({ body }: ValidRequest, chance: FuzzChance): Buffer {
  return body.startsWith('{') ? mutateRecord(body, chance) : mutateBytes(Buffer.from(body), chance);
}

/** The session as it is, or a new one where the endpoint has ended it. */
function openSession(port: number, last?: ClientHttp2Session): ClientHttp2Session {
  if (last !== undefined && !last.closed && !last.destroyed) return last;
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  return session;
}

function askHttp2(
  session: ClientHttp2Session,
  { method, path, headers }: ValidRequest,
  body: Buffer,
): Promise<string> {
  return new Promise((resolve) => {
    const stream = session.request(
      { ':method': method, ':path': path, ...headers },
      { endStream: body.length === 0 },
    );
    const late = setTimeout(() => {
      resolve('hangs');
      stream.destroy();
    }, ANSWERED_WITHIN_MILLISECONDS);
    let end = 'HTTP/2 closed';
    stream.on('response', (answer) => (end = `HTTP/2 ${String(answer[':status'])}`));
    stream.on('error', () => undefined);
    stream.on('close', () => {
      clearTimeout(late);
      resolve(end);
    });
    stream.resume();
    if (body.length > 0 && method !== 'GET') stream.end(body);
    else stream.end();
  });
}

function ask(port: number, { method, path, headers, body }: ValidRequest): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body });
}

async function isAnswered(port: number): Promise<boolean> {
  const answer = await ask(port, GOOD_REQUEST);
  return answer.status === 200 && (await answer.text()).includes('GetCallerIdentityResult');
}
