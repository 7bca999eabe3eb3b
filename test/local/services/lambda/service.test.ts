import { zipSync, strToU8 } from 'fflate';
import { systemClock } from '../../../../local/clock';
import { serviceCaller } from '../../../../local/cloud';
import { ServiceError } from '../../../../local/endpoint/service-error';
import type { FunctionSettings } from '../../../../local/services/lambda/function-settings';
import { createLambda } from '../../../../local/services/lambda/service';
import type { Lambda } from '../../../../local/services/lambda/service';
import { scriptedService, testCloud } from '../../../support/test-cloud';

const settings: FunctionSettings = {
  name: 'judge',
  arn: 'arn:aws:lambda:eu-west-1:111122223333:function:judge',
  roleArn: 'arn:aws:iam::111122223333:role/judge-role',
  handler: 'index.handler',
  filename: '/bundles/judge.zip',
  timeoutSeconds: 5,
  memoryMegabytes: 128,
  environment: { FEED: 'billing' },
  description: '',
  architecture: 'arm64',
  logGroup: '/aws/lambda/judge',
  version: '$LATEST',
};

let lambda: Lambda;
afterEach(() => lambda.stop());

async function started(code: string, changes: Partial<FunctionSettings> = {}) {
  const cloud = { ...testCloud(), clock: systemClock() };
  lambda = createLambda(cloud, {
    credentialsFor: (roleArn, session) => ({
      accessKeyId: 'ASIA1',
      secretAccessKey: roleArn,
      sessionToken: session,
    }),
    readFile: () => Promise.resolve(zipSync({ 'index.js': strToU8(code) })),
  });
  cloud.dispatcher.register(lambda.service);
  await lambda.startFunction({ ...settings, ...changes });
  const invoke = async (event: unknown, more: Record<string, unknown> = {}) => {
    const answer = (await cloud.dispatcher.dispatch({
      caller: serviceCaller(cloud, 'test'),
      service: 'lambda',
      action: 'Invoke',
      input: { FunctionName: 'judge', Payload: Buffer.from(JSON.stringify(event)), ...more },
    })) as { Payload?: Uint8Array; FunctionError?: string; StatusCode: number };
    const payload: unknown =
      answer.Payload === undefined ? undefined : JSON.parse(Buffer.from(answer.Payload).toString());
    return { ...answer, payload: payload as Record<string, unknown> };
  };
  return { cloud, invoke };
}

describe('a function in a worker', () => {
  it('answers an event', async () => {
    const { invoke } = await started('exports.handler = async (e) => ({ sum: e.a + e.b })');

    const answer = await invoke({ a: 2, b: 3 });

    expect(answer).toMatchObject({ StatusCode: 200, payload: { sum: 5 } });
  });

  it('sees its own variables and nothing of the host', async () => {
    const { invoke } = await started('exports.handler = async () => process.env');

    const { payload } = await invoke({});

    expect(Object.keys(payload).sort()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_DEFAULT_REGION',
      'AWS_ENDPOINT_URL',
      'AWS_EXECUTION_ENV',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
      'AWS_LAMBDA_LOG_GROUP_NAME',
      'AWS_LAMBDA_LOG_STREAM_NAME',
      'AWS_REGION',
      'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'FEED',
      'HOME',
      'LAMBDA_TASK_ROOT',
      'LANG',
      'TZ',
      '_HANDLER',
    ]);
  });

  it('gives the error of a handler that throws', async () => {
    const { invoke } = await started(
      'exports.handler = async () => { throw new RangeError("too much") }',
    );

    const answer = await invoke({});

    expect(answer).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'RangeError', errorMessage: 'too much' },
    });
  });

  it('ends at its timeout and starts anew', async () => {
    const { invoke } = await started(
      'exports.handler = async (e) => { while (e.hang); return "alive" }',
      { timeoutSeconds: 1 },
    );

    const late = await invoke({ hang: true });
    const next = await invoke({ hang: false });

    expect(late.payload['errorMessage']).toMatch(/Task timed out after 1.00 seconds$/);
    expect(next.payload).toBe('alive');
  });

  it('reports a process that exits', async () => {
    const { invoke } = await started('exports.handler = async () => process.exit(3)');

    const { payload } = await invoke({});

    expect(payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(payload['errorMessage']).toMatch(/Runtime exited with error: exit status 3$/);
  });

  it('dies alone when it runs out of memory, and starts anew', async () => {
    const { invoke } = await started(
      `exports.handler = async ({ rows }) => {
        const all = [];
        while (all.length < rows) all.push(new Array(1000).fill(all.length));
        return all.length;
      }`,
      { memoryMegabytes: 32 },
    );

    const dead = await invoke({ rows: 1_000_000 });
    const next = await invoke({ rows: 10 });

    expect(dead).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'Runtime.ExitError' },
    });
    expect(dead.payload['errorMessage']).toMatch(/Runtime exited with error: signal: killed$/);
    expect(next.payload).toBe(10);
  });

  it('reports a handler that the bundle does not export', async () => {
    const { invoke } = await started('exports.other = 1');

    const { payload } = await invoke({});

    expect(payload).toMatchObject({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
    });
  });

  it('keeps what it prints as readable text', async () => {
    const { cloud, invoke } = await started(
      'exports.handler = async () => { console.log("hello %s", "there") }',
    );

    await invoke({});

    const files = cloud.storage.files('logs/judge');
    const [key = ''] = await files.list('');
    const text = Buffer.from((await files.read(key))!).toString();
    expect(text).toMatch(/^START RequestId: .*\n.*\tINFO\thello there\nEND RequestId: /);
  });

  it('refuses an event above 6 MB', async () => {
    const { invoke } = await started('exports.handler = async () => 1');

    const refused = invoke('x'.repeat(6_291_456));

    await expect(refused).rejects.toMatchObject({ code: 'RequestTooLargeException', status: 413 });
  });

  it('fails an answer above 6 MB', async () => {
    const { invoke } = await started('exports.handler = async () => "x".repeat(6291557)');

    const { payload } = await invoke({});

    expect(payload['errorType']).toBe('Function.ResponseSizeTooLarge');
  });

  it('refuses every event at a reserved concurrency of zero', async () => {
    const { invoke } = await started('exports.handler = async () => 1', { reservedConcurrency: 0 });

    await expect(invoke({})).rejects.toMatchObject({ code: 'TooManyRequestsException' });
  });

  it('names a function that does not exist', async () => {
    const { invoke } = await started('exports.handler = async () => 1');

    const refused = invoke({}, { FunctionName: 'nobody' });

    await expect(refused).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:nobody',
    });
  });
});

describe('an asynchronous event', () => {
  function asyncCloud(handler: () => unknown) {
    const cloud = testCloud();
    lambda = createLambda(cloud, {
      credentialsFor: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
    });
    cloud.dispatcher.register(lambda.service);
    lambda.registerInProcess('judge', handler);
    const send = () =>
      cloud.dispatcher.dispatch({
        caller: serviceCaller(cloud, 'test'),
        service: 'lambda',
        action: 'Invoke',
        input: { FunctionName: 'judge', InvocationType: 'Event', Payload: Buffer.from('{"a":1}') },
      });
    return { cloud, send };
  }

  it('is tried twice again, after one minute and after two more', async () => {
    const attempts: number[] = [];
    const { cloud, send } = asyncCloud(() => {
      attempts.push(cloud.clock.now());
      throw new Error('no');
    });
    await lambda.startFunction(settings);
    const start = cloud.clock.now();

    await send();
    await cloud.clock.advance(600_000);

    expect(attempts.map((at) => at - start)).toEqual([0, 60_000, 180_000]);
  });

  it('is sent to the failure destination with what happened', async () => {
    const { cloud, send } = asyncCloud(() => {
      throw new Error('no');
    });
    const published: { Message: string }[] = [];
    scriptedService(cloud, 'sns', {
      Publish: (input: { Message: string }) => void published.push(input),
    });
    await lambda.startFunction(settings);
    const onFailureArn = 'arn:aws:sns:eu-west-1:111122223333:operators';
    lambda.setAsyncPolicy('judge', { retriesMax: 0, eventAgeSecondsMax: 60, onFailureArn });

    await send();
    await cloud.clock.advance(1000);

    expect(JSON.parse(published[0]!.Message)).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'no' },
    });
  });

  it('is handled once, however often its destination is tried', async () => {
    let handled = 0;
    let tried = 0;
    const { cloud, send } = asyncCloud(() => {
      handled += 1;
    });
    scriptedService(cloud, 'sns', {
      Publish: () => {
        tried += 1;
        if (tried < 8) throw new ServiceError('InternalError', 'in trouble', { status: 500 });
      },
    });
    await lambda.startFunction(settings);
    const onSuccessArn = 'arn:aws:sns:eu-west-1:111122223333:done';
    lambda.setAsyncPolicy('judge', { retriesMax: 0, eventAgeSecondsMax: 60, onSuccessArn });

    await send();
    await cloud.clock.advance(300_000);
    await lambda.startFunction(settings);
    await cloud.clock.advance(1000);

    expect({ handled, tried }).toEqual({ handled: 1, tried: 8 });
  });

  it('is lost with a word where its destination refuses it', async () => {
    const { cloud, send } = asyncCloud(() => {
      throw new Error('no');
    });
    scriptedService(cloud, 'sns', {
      Publish: () => {
        throw new ServiceError('AuthorizationError', 'not allowed', { status: 403 });
      },
    });
    await lambda.startFunction(settings);
    const onFailureArn = 'arn:aws:sns:eu-west-1:111122223333:operators';
    lambda.setAsyncPolicy('judge', { retriesMax: 0, eventAgeSecondsMax: 60, onFailureArn });

    await send();
    await cloud.clock.advance(60_000);

    expect(cloud.reported.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^arn:aws:sns:.*:operators did not take event .*: not allowed$/),
    );
  });

  it('survives a restart before it was handled', async () => {
    let release: () => void = () => undefined;
    const { cloud, send } = asyncCloud(() => new Promise<void>((resolve) => (release = resolve)));
    await lambda.startFunction(settings);
    await send();
    const seen: unknown[] = [];
    const again = createLambda(cloud, {
      credentialsFor: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
    });
    again.registerInProcess('judge', (event: unknown) => void seen.push(event));

    await again.startFunction(settings);
    await cloud.clock.advance(1);

    expect(seen).toEqual([{ a: 1 }]);
    release();
  });
});
