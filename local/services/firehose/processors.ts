import { z } from 'zod';
import { oneBlock } from '../terraform-block';
import type { TransformSettings } from './delivery-settings';

const processor = z.strictObject({
  type: z.enum(['Lambda', 'AppendDelimiterToRecord'], {
    error: (issue) =>
      `processors of type ${String(issue.input)} are not supported on the laptop: Lambda and AppendDelimiterToRecord are`,
  }),
  parameters: z
    .array(z.strictObject({ parameter_name: z.string(), parameter_value: z.string() }))
    .default([]),
});

export const processingConfiguration = oneBlock(
  z.strictObject({
    enabled: z.boolean().default(false),
    processors: z.array(processor).default([]),
  }),
);

type Processing = z.output<typeof processingConfiguration>;

const LAMBDA_PARAMETERS = [
  'LambdaArn',
  'NumberOfRetries',
  'RoleArn',
  'BufferSizeInMBs',
  'BufferIntervalInSeconds',
];

/** What the processors ask for, with Firehose's defaults: 3 retries, 1 MB, 60 s. */
export function readProcessors(given: Processing | undefined): {
  transform?: TransformSettings;
  delimiter: string;
} {
  if (given?.enabled !== true) return { delimiter: '' };
  const lambda = given.processors.find(({ type }) => type === 'Lambda');
  const append = given.processors.find(({ type }) => type === 'AppendDelimiterToRecord');
  const delimiter =
    append === undefined ? '' : (parameter(append, 'Delimiter') ?? '\\n').replaceAll('\\n', '\n');
  return lambda === undefined ? { delimiter } : { delimiter, transform: transformOf(lambda) };
}

function transformOf(given: z.output<typeof processor>): TransformSettings {
  const unknown = given.parameters.find(
    ({ parameter_name }) => !LAMBDA_PARAMETERS.includes(parameter_name),
  );
  const lambdaArn = parameter(given, 'LambdaArn');
  if (unknown !== undefined || lambdaArn === undefined) {
    throw new Error(
      `Expected the Lambda processor to have LambdaArn and nothing but ${LAMBDA_PARAMETERS.join(', ')}, got ${unknown?.parameter_name ?? 'no LambdaArn'}`,
    );
  }
  return {
    lambdaArn,
    retries: Number(parameter(given, 'NumberOfRetries') ?? 3),
    bufferMegabytes: Number(parameter(given, 'BufferSizeInMBs') ?? 1),
    bufferSeconds: Number(parameter(given, 'BufferIntervalInSeconds') ?? 60),
  };
}

function parameter(given: z.output<typeof processor>, name: string): string | undefined {
  return given.parameters.find(({ parameter_name }) => parameter_name === name)?.parameter_value;
}
