import type { ContractCall } from '../contract/contract-call';
import { S3Client } from '@aws-sdk/client-s3';

interface Client {
  send(command: never): Promise<unknown>;
}

/** What every client of an outside server on loopback is made with. */
export function clientConfig(url: string) {
  return {
    endpoint: url,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

/**
 * The Kinesis client speaks HTTP/2 even on plain http, which most servers do not: it gets the
 * handler that other clients make for themselves.
 */
export function http1(): Pick<S3Client['config'], 'requestHandler'> {
  return { requestHandler: new S3Client({ region: 'eu-west-1' }).config.requestHandler };
}

/** Calls actions through an SDK client; `commands` is the client's own module. */
export function sdkCall(client: Client, commands: object): ContractCall {
  return async (action, input = {}) => {
    const Command = (commands as Record<string, new (input: object) => never>)[`${action}Command`];
    if (Command === undefined) throw new Error(`The client has no action ${action}.`);
    try {
      return (await client.send(new Command(input))) as Record<string, unknown>;
    } catch (error) {
      throw Object.assign(error as Error, { code: (error as Error).name });
    }
  };
}
