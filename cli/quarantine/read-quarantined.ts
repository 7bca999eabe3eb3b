import { z } from 'zod';

/** One record that could not be handled, as its failure destination tells of it. */
export interface QuarantinedRecordText {
  /** Who gave up on it: a function's name, or the delivery to the lake. */
  source: string;
  reason: string;
  /** ISO 8601, UTC: when the record came into the stream; empty where nothing tells. */
  arrivedAt: string;
  /** The record as it came; of an object of no known form, the line. */
  payload: Uint8Array;
  /** Whether `payload` is a record of the stream. */
  isRecord: boolean;
  /** Where it stood in the stream, which delivery does not tell. */
  shardId?: string;
  sequenceNumber?: string;
  partitionKey?: string;
}

const base64 = z.string().transform((text): Uint8Array => Buffer.from(text, 'base64'));

/** What the billing consumer puts aside: wire/quarantined-record.ts. */
const asideRecord = z.object({
  function: z.string(),
  reason: z.string(),
  arrival_time: z.string(),
  shard_id: z.string(),
  sequence_number: z.string(),
  partition_key: z.string(),
  payload_base64: base64,
});

/** https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const lambdaDocument = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  responseContext: z.object({ functionError: z.string().nullish() }).optional(),
  payload: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(
      z.object({
        Records: z.array(
          z.object({
            eventID: z.string(),
            kinesis: z.object({
              data: base64,
              approximateArrivalTimestamp: z.number(),
              sequenceNumber: z.string(),
              partitionKey: z.string(),
            }),
          }),
        ),
      }),
    ),
});

/**
 * A line of Firehose's error output. What could not be converted names the table of the catalogue; how
 * it names its error differs between versions of Firehose's pages.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 * https://docs.aws.amazon.com/firehose/latest/dev/enable-record-format-conversion.html
 */
const deliveryError = z
  .object({
    arrivalTimestamp: z.coerce.number(),
    errorCode: z.string().optional(),
    errorMessage: z.string().optional(),
    lastErrorCode: z.string().optional(),
    lastErrorMessage: z.string().optional(),
    ErrorCode: z.string().optional(),
    ErrorMessage: z.string().optional(),
    dataCatalogTable: z.unknown().optional(),
    rawData: base64,
  })
  .refine((line) => codeOf(line) !== undefined);

function codeOf(line: {
  errorCode?: string | undefined;
  lastErrorCode?: string | undefined;
  ErrorCode?: string | undefined;
}): string | undefined {
  return line.errorCode ?? line.lastErrorCode ?? line.ErrorCode;
}

/** The records in an object of a failure destination, in its order. What is none of them is told as such. */
export function readQuarantined(text: string): QuarantinedRecordText[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap(readLine);
}

function readLine(line: string): QuarantinedRecordText[] {
  const json = parsed(line);
  const aside = asideRecord.safeParse(json).data;
  if (aside !== undefined) return [fromFunction(aside)];
  const document = safely(() => lambdaDocument.safeParse(json).data);
  if (document !== undefined) return fromLambda(document);
  const error = deliveryError.safeParse(json).data;
  if (error !== undefined) return [fromDelivery(error)];
  const reason = 'An object of no known form lies in a failure destination';
  const payload = Buffer.from(line);
  return [{ source: 'unknown', reason, arrivedAt: '', payload, isRecord: false }];
}

function fromFunction(aside: z.infer<typeof asideRecord>): QuarantinedRecordText {
  return {
    source: aside.function,
    reason: aside.reason,
    arrivedAt: aside.arrival_time,
    payload: aside.payload_base64,
    isRecord: true,
    shardId: aside.shard_id,
    sequenceNumber: aside.sequence_number,
    partitionKey: aside.partition_key,
  };
}

function fromLambda(document: z.infer<typeof lambdaDocument>): QuarantinedRecordText[] {
  const { functionArn, condition } = document.requestContext;
  const source = functionArn.split(':')[6] ?? functionArn;
  const failure = document.responseContext?.functionError;
  const reason = typeof failure === 'string' ? `${condition}: ${failure}` : condition;
  return document.payload.Records.map(({ eventID, kinesis }) => ({
    source,
    reason,
    // Lambda gives seconds with a fraction.
    arrivedAt: new Date(Math.round(kinesis.approximateArrivalTimestamp * 1000)).toISOString(),
    payload: kinesis.data,
    isRecord: true,
    shardId: eventID.slice(0, eventID.lastIndexOf(':')),
    sequenceNumber: kinesis.sequenceNumber,
    partitionKey: kinesis.partitionKey,
  }));
}

function fromDelivery(error: z.infer<typeof deliveryError>): QuarantinedRecordText {
  const code = codeOf(error) ?? '';
  const message = error.errorMessage ?? error.lastErrorMessage ?? error.ErrorMessage ?? '';
  return {
    source: 'delivery',
    reason: `${code}: ${message}`,
    arrivedAt: new Date(error.arrivalTimestamp).toISOString(),
    payload: error.rawData,
    // What could not be converted is no longer the record, but what the transform made of it.
    isRecord: error.dataCatalogTable === undefined,
  };
}

/** The payload of what only looks like Lambda's document may be no JSON. */
function safely<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function parsed(line: string): unknown {
  return safely(() => JSON.parse(line) as unknown);
}
