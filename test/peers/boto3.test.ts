import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { laptopTarget } from '../../cli/resolve-target';
import { runLaptop } from '../../cli/run-laptop';
import { requireTool } from '../support/require-tool';
import { findClient, runClient } from './run-client';

const PYTHON = resolve(__dirname, '../../.venv/bin/python');

describe('boto3 against the laptop cloud', () => {
  requireTool(findClient(PYTHON, ['-c', 'import boto3']), (file) => {
    let seen: unknown;

    beforeAll(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'tributary-boto3-'));
      const report = () => undefined;
      const laptop = await runLaptop({ directory: folder, port: 0, sqlPort: 0, fast: 30, report });
      const { feed, clients } = laptopTarget(laptop.state, 'billing');
      const { output } = await runClient({
        file,
        args: [join(__dirname, 'boto3-peer.py')],
        input: JSON.stringify(feed),
        env: { ENDPOINT: laptop.state.endpointUrl },
      });
      clients.destroy();
      await laptop.close();
      rmSync(folder, { recursive: true });
      seen = JSON.parse(output);
    });

    it('is answered by each service', () => {
      expect(seen).toEqual({
        account: '000000000000',
        athena: ['SUCCEEDED', '0'],
        dms: [],
        dynamodb: 'ACTIVE',
        dynamodbstreams: ['bytes', 0, 'COMPLETED', 1],
        firehose: 'ACTIVE',
        kinesis: 'from boto3',
        lambda: expect.arrayContaining(['0001-database.sql', '0005-capture-job.sql']) as unknown,
        s3: 'from boto3',
        secretsmanager: ['password', 'username'],
        sns: 200,
      });
    });
  });
});
