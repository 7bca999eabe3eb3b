import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import type { TerraformStack } from 'cdktf';
import type { Settings } from '../../settings/define-settings';
import { mayDeleteData } from '../../settings/environment';
import { deliverFiles } from './bucket-grants';
import type { Place, Side } from './deployment';
import { EncryptionKey } from './encryption-key';
import { administerKey, useKeyThroughS3 } from './key-policy';
import { LakeReplica } from './lake-replica';
import { byRole, type OutsideRole } from './outside-role';
import { bucketName, physicalName } from './physical-name';
import { cleanUp, PrivateBucket } from './private-bucket';

/** What a feed needs to know of the lake. */
export interface LakePlace {
  bucketArn: string;
  bucketName: string;
  keyArn: string;
  /** The Glue database. */
  databaseName: string;
  /** Its name as text, known before Terraform runs: a view's text names it. */
  databaseText: string;
  workgroup: string;
}

export interface LakeStorageProps {
  settings: Settings;
  place: Place;
  /** Middle of every physical name: `lake` for the shared one. */
  parts: readonly string[];
  side?: Side;
  /** Who writes files from another account, below which prefixes. */
  writer?: OutsideRole & { prefixes: readonly string[] };
}

/** Outside every table's location, so that no query reads another's result. */
const QUERY_RESULTS_PREFIX = 'query-results/';

/** Bucket, key, catalogue and workgroup: added to the stack itself, where their addresses are. */
export function addLakeStorage(stack: TerraformStack, props: LakeStorageProps): LakePlace {
  const { settings, place, parts } = props;
  const deletable = mayDeleteData(settings, settings.lake);
  const key = addKey(stack, props);
  const bucket = addBucket(stack, key.arn, props);
  const { replica } = settings.lake;
  if (replica !== undefined)
    new LakeReplica(stack, 'replica', {
      settings,
      place,
      parts,
      side: props.side,
      replica,
      deletable,
      lifecycle: lakeLifecycle(settings.lake),
      source: { bucket, keyArn: key.arn },
    });
  const databaseText = lakeDatabaseName(settings, parts);
  const database = new GlueCatalogDatabase(stack, 'catalogue', {
    name: databaseText,
    description: 'Tables and views over the lake',
  });
  const workgroup = addWorkgroup(stack, props, { bucket: bucket.name, keyArn: key.arn });
  return {
    bucketArn: bucket.arn,
    bucketName: bucket.name,
    keyArn: key.arn,
    databaseName: database.name,
    databaseText,
    workgroup: workgroup.name,
  };
}

function addKey(stack: TerraformStack, { settings, place, parts, writer }: LakeStorageProps) {
  const use = useKeyThroughS3(place);
  return new EncryptionKey(stack, 'key', {
    name: physicalName(settings, 'key', parts),
    description: 'The lake: its files and query results',
    statements: [administerKey(place), ...(writer === undefined ? [] : [byRole(writer, use)])],
    deletable: mayDeleteData(settings, settings.lake),
  });
}

function addBucket(
  stack: TerraformStack,
  keyArn: string,
  { settings, place, parts, writer }: LakeStorageProps,
): PrivateBucket {
  return new PrivateBucket(stack, 'files', {
    name: bucketName(settings, { parts, account: place.account }),
    keyArn,
    deletable: mayDeleteData(settings, settings.lake),
    lifecycle: lakeLifecycle(settings.lake),
    ...(writer !== undefined && {
      grants: (bucketArn: string) =>
        deliverFiles({ bucketArn, prefixes: writer.prefixes, acrossAccounts: true }).map(
          (statement) => byRole(writer, statement),
        ),
    }),
  });
}

function addWorkgroup(
  stack: TerraformStack,
  { settings, parts }: LakeStorageProps,
  { bucket, keyArn }: { bucket: string; keyArn: string },
): AthenaWorkgroup {
  return new AthenaWorkgroup(stack, 'workgroup', {
    name: lakeWorkgroupName(settings, parts),
    forceDestroy: true,
    configuration: {
      enforceWorkgroupConfiguration: true,
      publishCloudwatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: settings.lake.queryScanBytesMax,
      resultConfiguration: {
        outputLocation: `s3://${bucket}/${QUERY_RESULTS_PREFIX}`,
        encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: keyArn },
      },
    },
  });
}

export function lakeDatabaseName(settings: Settings, parts: readonly string[]): string {
  return physicalName(settings, 'glue', parts);
}

export function lakeWorkgroupName(settings: Settings, parts: readonly string[]): string {
  return physicalName(settings, 'workgroup', parts);
}

function lakeLifecycle(lake: Settings['lake']) {
  const move = {
    id: 'infrequent-access',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    transition: [{ days: lake.infrequentAccessAfterDays, storageClass: 'STANDARD_IA' }],
  };
  return [
    cleanUp(lake.noncurrentVersionDays),
    {
      id: 'query-results',
      status: 'Enabled',
      filter: [{ prefix: QUERY_RESULTS_PREFIX }],
      expiration: [{ days: lake.queryResultDays }],
    },
    ...(lake.infrequentAccessAfterDays > 0 ? [move] : []),
  ];
}
