import * as z from 'zod/mini';
import type { Item } from './attribute-value';

/**
 * What DynamoDB writes for an export of a table, in the form DYNAMODB_JSON:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 * The manifest's list of files is the only way to an export's data: all incremental exports under one
 * prefix share one data folder.
 */
const count = z.int().check(z.nonnegative());

const common = {
  exportArn: z.string(),
  tableArn: z.string(),
  s3Bucket: z.string(),
  manifestFilesS3Key: z.string(),
  itemCount: count,
  outputFormat: z.literal('DYNAMODB_JSON', {
    error: 'export it as DYNAMODB_JSON: Amazon Ion is not read',
  }),
};

const time = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => new Date(text)),
);

const fullSummary = z.pipe(
  z.object({
    ...common,
    exportTime: time,
    // Older manifests of full exports have no type.
    exportType: z.optional(z.literal('FULL_EXPORT')),
  }),
  z.transform((summary) => ({ ...summary, exportType: 'FULL_EXPORT' as const })),
);

const incrementalSummary = z.object({
  ...common,
  exportType: z.literal('INCREMENTAL_EXPORT'),
  exportFromTime: time,
  exportToTime: time,
  outputView: z.string(),
});

/** `manifest-summary.json`, of version 2020-06-30 (full) or 2023-08-01 (incremental). */
export type ExportSummary = z.output<typeof fullSummary> | z.output<typeof incrementalSummary>;

const dataFile = z.object({
  itemCount: count,
  /** Base64, of the file as it lies there, packed. */
  md5Checksum: z.string(),
  etag: z.string(),
  /** Without the bucket. */
  dataFileS3Key: z.string(),
});

/** One line of `manifest-files.json`. */
export type ExportDataFile = z.output<typeof dataFile>;

/** An item's last change in the window of an incremental export. */
export interface ExportedChange {
  writtenMicroseconds: bigint;
  keys: Item;
  /** Undefined where the item was deleted. */
  newImage: Item | undefined;
  /** Undefined where it was inserted, or where the export has no old images. */
  oldImage: Item | undefined;
}

/** Throws where the text is no manifest of an export that can be read. */
export function readExportSummary(text: string): ExportSummary {
  const json: unknown = JSON.parse(text);
  const kind = z.object({ exportType: z.optional(z.string()) }).parse(json).exportType;
  return kind === 'INCREMENTAL_EXPORT' ? incrementalSummary.parse(json) : fullSummary.parse(json);
}

/** The files of an export; those without an item are listed too. */
export function readExportFiles(text: string): ExportDataFile[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => dataFile.parse(JSON.parse(line)));
}

/** The item of a line of a full export. */
export function readExportedItem(line: string): Item {
  return fullLine.parse(JSON.parse(line)).Item;
}

/** The change of a line of an incremental export. */
export function readExportedChange(line: string): ExportedChange {
  const { Metadata, Keys, NewImage, OldImage } = incrementalLine.parse(JSON.parse(line));
  return {
    writtenMicroseconds: Metadata.WriteTimestampMicros,
    keys: Keys,
    newImage: NewImage,
    oldImage: OldImage,
  };
}

const isItem = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Taken as it is: what an attribute holds is judged where it is used. */
const item = z.custom<Item>(isItem, { error: 'expected an item' });

const fullLine = z.object({ Item: item });

const digits = z.string().check(z.regex(/^\d{1,20}$/));

/** The guide shows text, exports were seen with a typed number; a plain number is taken as well. */
const microseconds = z.pipe(
  z.union([
    z.pipe(
      z.object({ N: digits }),
      z.transform(({ N }) => N),
    ),
    digits,
    count,
  ]),
  z.transform((value) => BigInt(value)),
);

const incrementalLine = z.object({
  Metadata: z.object({ WriteTimestampMicros: microseconds }),
  Keys: item,
  NewImage: z.optional(item),
  OldImage: z.optional(item),
});
