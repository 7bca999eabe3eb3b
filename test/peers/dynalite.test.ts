import * as dynamoDb from '@aws-sdk/client-dynamodb';
import { dynamoDbContract } from '../contract/dynamodb';
import { requireTool } from '../support/require-tool';
import type { OutsideServer } from '../support/start-server';
import { findNpmPeer } from './npm-peer';
import { clientConfig, sdkCall } from './sdk-call';

const DEVIATIONS: Record<string, string> = {
  'writes nothing of a cancelled transaction': 'has no transactions',
};

describe('dynalite', () => {
  requireTool(findNpmPeer('dynalite', { createTableMs: 0, deleteTableMs: 0 }), (peer) => {
    const servers: OutsideServer[] = [];

    afterAll(async () => {
      for (const server of servers) await server.stop();
    });

    dynamoDbContract(
      async () => {
        const server = await peer.start();
        servers.push(server);
        return sdkCall(new dynamoDb.DynamoDBClient(clientConfig(server.url)), dynamoDb);
      },
      { deviations: DEVIATIONS },
    );
  });
});
