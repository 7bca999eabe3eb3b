import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { runDemo } from '../../cli/demo/run-demo';
import { laptopTarget } from '../../cli/resolve-target';
import { runLaptop, type RunningLaptop } from '../../cli/run-laptop';
import { silentScreen } from '../../cli/screen';
import { closeTarget, relationalTarget, type RelationalTarget } from '../../cli/target';
import { requireTool } from '../support/require-tool';
import { judge, type Evidence } from './judge';
import { PLANNED_ALERTS } from './planned-alerts.data';
import { plantFaults } from './plant-faults';
import { findPythonTds, readByMssql, type ReadSource, type SourceServer } from './read-source';

/** The judge looks at a copy of the lake for each of its lines. */

let folder: string;
let laptop: RunningLaptop;
let target: RelationalTarget;
let server: SourceServer;
let evidence: Evidence;

/** The demo over real transports, with few rows and its services' waits short. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-judge-'));
  laptop = await runLaptop({
    directory: join(folder, 'run'),
    feeds: ['billing'],
    port: 0,
    sqlPort: 0,
    fast: 120,
    report: () => undefined,
  });
  target = relationalTarget(laptopTarget(laptop.state, 'billing'));
  await runDemo(target, silentScreen, {
    seed: { rows: 20, seed: 1, highUsage: 2 },
    settleSeconds: 60,
    outbox: laptop.cloud.outbox,
  });
  server = await sourceServer();
  evidence = await evidenceBy(readByMssql);
});

afterAll(async () => {
  closeTarget(target);
  await laptop.close();
  rmSync(folder, { recursive: true });
});

async function sourceServer(): Promise<SourceServer> {
  const { database, region } = target.feed;
  const secrets = new SecretsManagerClient({
    region,
    endpoint: laptop.state.endpointUrl,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const { SecretString = '{}' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: database.masterSecretArn }),
  );
  secrets.destroy();
  const { username, password } = JSON.parse(SecretString) as Record<string, string>;
  const { host, port, name } = database;
  return { host, port, database: name, user: username!, password: password! };
}

async function evidenceBy(read: ReadSource): Promise<Evidence> {
  const { lake, alerts } = target.feed;
  const topic = alerts.topicArn.slice(alerts.topicArn.lastIndexOf(':') + 1);
  return {
    source: {
      'dbo.invoices': { key: ['invoice_id'], rows: await read(server, 'dbo.invoices') },
      'dbo.payments': { key: ['payment_id'], rows: await read(server, 'dbo.payments') },
    },
    lakeDirectory: join(folder, 'run/state/s3', lake.bucket, lake.prefix),
    outboxDirectory: join(laptop.cloud.outbox, topic, 'published'),
    plannedAlerts: PLANNED_ALERTS,
  };
}

describe('the demo before the judge', () => {
  it('is without a finding', async () => {
    expect(await judge(evidence)).toEqual([]);
  });

  it('was about rows that changed and rows that went', () => {
    const rows = evidence.source['dbo.invoices']!.rows;

    expect(rows).toHaveLength(10 + 20 - 1);
    expect(rows.find(({ invoice_id }) => invoice_id === '2000000')?.['balance']).toBe('0');
    expect(rows.find(({ invoice_id }) => invoice_id === '2000001')).toBeUndefined();
  });

  requireTool(findPythonTds(), (readByPythonTds) => {
    it('is without a finding for a client that we did not write', async () => {
      expect(await judge(await evidenceBy(readByPythonTds))).toEqual([]);
    });
  });
});

const plant = (fault: (line: string) => string[]) =>
  plantFaults({ judge, evidence, folder, text: '"table_name":"dbo.invoices"' }, fault);

describe('the judge turns red', () => {
  it('whichever row is dropped from the lake', async () => {
    const verdicts = await plant(() => []);

    expect(verdicts.length).toBeGreaterThan(30);
    expect(verdicts.filter(({ red }) => !red)).toEqual([]);
  });

  it('whichever row stands twice', async () => {
    const verdicts = await plant((line) => [line, line]);

    expect(verdicts.filter(({ red }) => !red)).toEqual([]);
  });

  it('whichever row stands again under another position with another value', async () => {
    const verdicts = await plant((line) => [line, again(line)]);

    expect(verdicts.filter(({ red }) => !red)).toEqual([]);
  });

  it('whichever row has one digit altered', async () => {
    const verdicts = await plant((line) => [alterDigit(line)]);

    expect(verdicts.filter(({ red }) => !red)).toEqual([]);
  });

  it('when an alert stands twice in the outbox', async () => {
    const outboxDirectory = copiedOutbox();
    const [name = ''] = readdirSync(outboxDirectory);
    cpSync(join(outboxDirectory, name), join(outboxDirectory, `again-${name}`));

    const kinds = (await judge({ ...evidence, outboxDirectory })).map(({ kind }) => kind);
    expect(kinds).toEqual(['doubled alert']);
  });

  it('when an alert is missing from the outbox', async () => {
    const outboxDirectory = copiedOutbox();
    rmSync(join(outboxDirectory, readdirSync(outboxDirectory)[0]!));

    const kinds = (await judge({ ...evidence, outboxDirectory })).map(({ kind }) => kind);
    expect(kinds).toEqual(['missing alert']);
  });

  it('when an alert was sent to another customer', async () => {
    const outboxDirectory = copiedOutbox();
    const path = join(outboxDirectory, readdirSync(outboxDirectory)[0]!);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('200000', '300000'));

    const kinds = (await judge({ ...evidence, outboxDirectory })).map(({ kind }) => kind);
    expect(kinds).toEqual(['missing alert', 'unplanned alert']);
  });
});

function copiedOutbox(): string {
  const outboxDirectory = mkdtempSync(join(folder, 'outbox-'));
  cpSync(evidence.outboxDirectory, outboxDirectory, { recursive: true });
  return outboxDirectory;
}

/** The usage of the row, one digit other. */
function alterDigit(line: string): string {
  return line.replace(
    /("row_json":"(?:[^"\\]|\\.)*?monthly_kwh_use\\":\\")(\d)/,
    (_, before: string, digit: string) => `${before}${digit === '9' ? '1' : Number(digit) + 1}`,
  );
}

function again(line: string): string {
  const { position, sequence_number, ...rest } = JSON.parse(alterDigit(line)) as Record<
    string,
    string | null
  >;
  const later = String(sequence_number).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  return JSON.stringify({
    ...rest,
    position: position?.replace(/^lsn\/0/, 'lsn/1') ?? null,
    sequence_number: later,
  });
}
