import { z } from 'zod';

/** One record that could not be handled, from whichever failure destination it lies in. */
export interface QuarantinedEntry {
  /** Where it lies: `s3://bucket/key`. */
  place: string;
  /** Who gave up on it: a function's name, or the delivery to the lake. */
  source: string;
  reason: string;
  /** ISO 8601, UTC: when the record came into the stream. */
  arrivedAt: string;
  /** The record as it came. */
  payload: Uint8Array;
}

const base64 = z.string().transform((text): Uint8Array => Buffer.from(text, 'base64'));

/** What the billing consumer puts aside: wire/quarantined-record.ts. */
const asideRecord = z.object({
  function: z.string(),
  reason: z.string(),
  arrival_time: z.string(),
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
            kinesis: z.object({ data: base64, approximateArrivalTimestamp: z.number() }),
          }),
        ),
      }),
    ),
});

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html */
const deliveryError = z.object({
  arrivalTimestamp: z.number(),
  errorCode: z.string(),
  errorMessage: z.string(),
  rawData: base64,
});

/** The records in an object of a failure destination. An object that is none of them is told as such. */
export function readQuarantined(place: string, text: string): QuarantinedEntry[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => readLine(place, line));
}

function readLine(place: string, line: string): QuarantinedEntry[] {
  const json = parsed(line);
  const aside = asideRecord.safeParse(json).data;
  if (aside !== undefined) {
    const { function: source, reason, arrival_time: arrivedAt, payload_base64: payload } = aside;
    return [{ place, source, reason, arrivedAt, payload }];
  }
  const document = lambdaDocument.safeParse(json).data;
  if (document !== undefined) return fromLambda(place, document);
  const error = deliveryError.safeParse(json).data;
  if (error !== undefined) {
    const { errorCode, errorMessage, arrivalTimestamp, rawData: payload } = error;
    const arrivedAt = new Date(arrivalTimestamp).toISOString();
    return [
      { place, source: 'delivery', reason: `${errorCode}: ${errorMessage}`, arrivedAt, payload },
    ];
  }
  const reason = 'An object of no known form lies in a failure destination';
  return [{ place, source: 'unknown', reason, arrivedAt: '', payload: Buffer.from(line) }];
}

function fromLambda(place: string, document: z.infer<typeof lambdaDocument>): QuarantinedEntry[] {
  const { functionArn, condition } = document.requestContext;
  const source = functionArn.split(':')[6] ?? functionArn;
  const failure = document.responseContext?.functionError;
  const reason = typeof failure === 'string' ? `${condition}: ${failure}` : condition;
  return document.payload.Records.map(({ kinesis }) => ({
    place,
    source,
    reason,
    // Lambda gives seconds with a fraction.
    arrivedAt: new Date(kinesis.approximateArrivalTimestamp * 1000).toISOString(),
    payload: kinesis.data,
  }));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
