import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Tool } from '../support/require-tool';
import type { SourceRow } from './judge';
import { plainItem } from './plain-item';

export type ReadItems = (endpointUrl: string, table: string) => Promise<SourceRow[]>;

const PROGRAM = `
import base64, boto3, json, sys
endpoint, table = sys.argv[1:]
client = boto3.client('dynamodb', endpoint_url=endpoint, region_name='eu-west-1',
                      aws_access_key_id='judge', aws_secret_access_key='judge')
def text(value):
    if isinstance(value, bytes): return base64.b64encode(value).decode()
    raise TypeError(type(value))
pages = client.get_paginator('scan').paginate(TableName=table, ConsistentRead=True)
print(json.dumps([item for page in pages for item in page['Items']], default=text))
`;

const PYTHONS = ['.venv/bin/python', 'python3'];
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

/** boto3's own client, where one of the machine's Pythons has it. */
export function findBoto3(): Tool<ReadItems> {
  const python = PYTHONS.find(hasBoto3);
  if (python === undefined) return { missing: 'boto3 (.ci/install-peers installs it)' };
  const run = promisify(execFile);
  return {
    found: async (endpointUrl, table) => {
      const { stdout } = await run(python, ['-c', PROGRAM, endpointUrl, table], {
        maxBuffer: OUTPUT_BYTES_MAX,
      });
      return (JSON.parse(stdout) as Parameters<typeof plainItem>[0][]).map(plainItem);
    },
  };
}

function hasBoto3(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import boto3'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
