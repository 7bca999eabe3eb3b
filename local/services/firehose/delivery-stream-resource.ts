import { z } from 'zod';
import type { Block } from '../resource-adapter';
import { resourceAdapter } from '../resource-adapter';
import { oneBlock, refused } from '../terraform-block';
import type { BackupSettings, DeliverySettings, S3Destination } from './delivery-settings';
import { processingConfiguration, readProcessors } from './processors';
import type { Firehose } from './service';
import { deliveryStreamArn } from './stream-arn';

const compression = z
  .enum(['UNCOMPRESSED', 'GZIP'], { error: 'the laptop writes UNCOMPRESSED and GZIP objects only' })
  .default('UNCOMPRESSED');
const hints = {
  buffering_size: z.number().min(1).max(128).default(5),
  buffering_interval: z.number().int().min(0).max(900).default(300),
};
const backupConfiguration = z.strictObject({
  bucket_arn: z.string(),
  role_arn: z.string(),
  prefix: z.string().default(''),
  compression_format: compression,
  ...hints,
});
const extendedS3 = z.strictObject({
  bucket_arn: z.string(),
  role_arn: z.string(),
  prefix: z.string().default(''),
  error_output_prefix: z.string().default(''),
  ...hints,
  compression_format: compression,
  custom_time_zone: z.string().default('UTC'),
  file_extension: z
    .string()
    .regex(/^(?:|\.[0-9a-z!\-_.*'()]+)$/, 'must start with a dot')
    .default(''),
  kms_key_arn: z.string().optional(),
  processing_configuration: processingConfiguration.optional(),
  s3_backup_mode: z.enum(['Disabled', 'Enabled']).default('Disabled'),
  s3_backup_configuration: oneBlock(backupConfiguration).optional(),
  data_format_conversion_configuration: refused('data_format_conversion_configuration'),
  dynamic_partitioning_configuration: refused('dynamic_partitioning_configuration'),
});
const honours = z.strictObject({
  name: z.string(),
  destination: z.literal('extended_s3', {
    error: 'the laptop delivers to destination extended_s3 only',
  }),
  kinesis_source_configuration: oneBlock(
    z.strictObject({ kinesis_stream_arn: z.string(), role_arn: z.string() }),
  ).optional(),
  extended_s3_configuration: oneBlock(extendedS3),
  msk_source_configuration: refused('msk_source_configuration'),
});

/** `aws_kinesis_firehose_delivery_stream` */
export function deliveryStreamResource(firehose: Firehose) {
  return resourceAdapter({
    type: 'aws_kinesis_firehose_delivery_stream',
    honours,
    inert: {
      server_side_encryption: 'what lies in the buffers is not encrypted on a laptop',
      'extended_s3_configuration.cloudwatch_logging_options':
        'there is no CloudWatch; failures are reported on screen and under the error prefix',
      'extended_s3_configuration.s3_backup_configuration.cloudwatch_logging_options':
        'there is no CloudWatch; failures are reported on screen',
      'extended_s3_configuration.s3_backup_configuration.error_output_prefix':
        'a backup has no errors of its own',
      'extended_s3_configuration.s3_backup_configuration.kms_key_arn':
        'backups are not encrypted on a laptop',
    },
    start: async (args, block) => {
      const settings = settingsOf(args, block);
      await firehose.startStream(settings);
      return {
        attributes: {
          ...args,
          id: settings.arn,
          arn: settings.arn,
          destination_id: 'destinationId-000000000001',
          version_id: '1',
        },
        stop: () => firehose.stopStream(settings.name),
      };
    },
  });
}

function settingsOf(args: z.output<typeof honours>, block: Block): DeliverySettings {
  const source = args.kinesis_source_configuration;
  return {
    name: args.name,
    arn: deliveryStreamArn(block, args.name),
    roleArn: args.extended_s3_configuration.role_arn,
    destination: destinationOf(args.extended_s3_configuration),
    ...(source !== undefined && {
      source: { streamArn: source.kinesis_stream_arn, roleArn: source.role_arn },
    }),
  };
}

function destinationOf(s3: z.output<typeof extendedS3>): S3Destination {
  const backup = backupOf(s3);
  return {
    bucketArn: s3.bucket_arn,
    prefix: s3.prefix,
    errorOutputPrefix: s3.error_output_prefix,
    bufferMegabytes: s3.buffering_size,
    bufferSeconds: s3.buffering_interval,
    compression: s3.compression_format,
    timeZone: s3.custom_time_zone,
    fileExtension: s3.file_extension,
    ...readProcessors(s3.processing_configuration),
    ...(s3.kms_key_arn !== undefined && { kmsKeyArn: s3.kms_key_arn }),
    ...(backup !== undefined && { backup }),
  };
}

function backupOf(s3: z.output<typeof extendedS3>): BackupSettings | undefined {
  if (s3.s3_backup_mode === 'Disabled') return undefined;
  const given = s3.s3_backup_configuration;
  if (given === undefined) throw new Error('s3_backup_mode Enabled needs s3_backup_configuration');
  return {
    bucketArn: given.bucket_arn,
    roleArn: given.role_arn,
    prefix: given.prefix,
    bufferMegabytes: given.buffering_size,
    bufferSeconds: given.buffering_interval,
    compression: given.compression_format,
  };
}
