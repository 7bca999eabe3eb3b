import {
  readExportedChange,
  readExportedItem,
  readExportFiles,
  readExportSummary,
} from '../../wire/table-export';

/** As the guide prints it, without line breaks. */
const FULL_SUMMARY =
  '{"version":"2020-06-30","exportArn":"arn:aws:dynamodb:us-east-1:123456789012:table/ProductCatalog/export/01234567890123-a1b2c3d4",' +
  '"startTime":"2020-11-04T07:28:34.028Z","endTime":"2020-11-04T07:33:43.897Z",' +
  '"tableArn":"arn:aws:dynamodb:us-east-1:123456789012:table/ProductCatalog","tableId":"12345a12-abcd-123a-ab12-1234abc12345",' +
  '"exportTime":"2020-11-04T07:28:34.028Z","s3Bucket":"ddb-productcatalog-export","s3Prefix":"2020-Nov","s3SseAlgorithm":"AES256",' +
  '"s3SseKmsKeyId":null,"manifestFilesS3Key":"AWSDynamoDB/01693685827463-2d8752fd/manifest-files.json",' +
  '"billedSizeBytes":0,"itemCount":8,"outputFormat":"DYNAMODB_JSON"}';

const INCREMENTAL_SUMMARY = FULL_SUMMARY.replace('2020-06-30', '2023-08-01').replace(
  '"exportTime":"2020-11-04T07:28:34.028Z"',
  '"exportFromTime":"2023-08-20T00:00:00.000Z","exportToTime":"2023-08-20T01:00:00.000Z","outputView":"NEW_AND_OLD_IMAGES","exportType":"INCREMENTAL_EXPORT"',
);

describe('readExportSummary', () => {
  it('reads the first version, which has no type, as a full export', () => {
    expect(readExportSummary(FULL_SUMMARY)).toMatchObject({
      exportType: 'FULL_EXPORT',
      exportTime: new Date('2020-11-04T07:28:34.028Z'),
      manifestFilesS3Key: 'AWSDynamoDB/01693685827463-2d8752fd/manifest-files.json',
      itemCount: 8,
    });
  });

  it('reads a full export that says so', () => {
    const text = FULL_SUMMARY.replace('"itemCount"', '"exportType":"FULL_EXPORT","itemCount"');

    expect(readExportSummary(text).exportType).toBe('FULL_EXPORT');
  });

  it('reads the window of an incremental export', () => {
    expect(readExportSummary(INCREMENTAL_SUMMARY)).toMatchObject({
      exportType: 'INCREMENTAL_EXPORT',
      exportFromTime: new Date('2023-08-20T00:00:00.000Z'),
      exportToTime: new Date('2023-08-20T01:00:00.000Z'),
      outputView: 'NEW_AND_OLD_IMAGES',
    });
  });

  it.each([
    ['Amazon Ion', FULL_SUMMARY.replace('DYNAMODB_JSON', 'ION'), /Amazon Ion is not read/],
    [
      'a type that there is not',
      FULL_SUMMARY.replace('"itemCount"', '"exportType":"X","itemCount"'),
      /FULL_EXPORT/,
    ],
    ['no count of items', FULL_SUMMARY.replace('"itemCount":8,', ''), /itemCount/],
  ])('refuses %s', (_, text, reason) => {
    expect(() => readExportSummary(text)).toThrow(reason);
  });
});

describe('readExportFiles', () => {
  it('reads a line a file, empty ones included', () => {
    const text =
      '{"itemCount":8,"md5Checksum":"sQMSpEILNgoQmarvDFonGQ==","etag":"af83d6f217c19b8b0fff8023d8ca4716-1","dataFileS3Key":"AWSDynamoDB/01693685827463-2d8752fd/data/asdl123dasas.json.gz"}\n' +
      '{"itemCount":0,"md5Checksum":"fYwWeLbLLy2NzZQNXZWNaQ==","etag":"e2c1e6a3","dataFileS3Key":"AWSDynamoDB/01693685827463-2d8752fd/data/b.json.gz"}\n';

    expect(readExportFiles(text)).toEqual([
      {
        itemCount: 8,
        md5Checksum: 'sQMSpEILNgoQmarvDFonGQ==',
        etag: 'af83d6f217c19b8b0fff8023d8ca4716-1',
        dataFileS3Key: 'AWSDynamoDB/01693685827463-2d8752fd/data/asdl123dasas.json.gz',
      },
      {
        itemCount: 0,
        md5Checksum: 'fYwWeLbLLy2NzZQNXZWNaQ==',
        etag: 'e2c1e6a3',
        dataFileS3Key: 'AWSDynamoDB/01693685827463-2d8752fd/data/b.json.gz',
      },
    ]);
  });
});

describe('readExportedItem', () => {
  it('keeps the item as it is written', () => {
    const line =
      '{"Item":{"Id":{"N":"12345678901234567890123456789012345678"},"__proto__":{"S":""},"Tags":{"SS":["a"]},"Photo":{"B":"AAE="}}}';

    const item = readExportedItem(line);

    expect(JSON.stringify({ Item: item })).toBe(line);
  });

  it.each(['{}', '{"Item":[]}', '{"Item":null}', 'nothing'])('refuses %s', (line) => {
    expect(() => readExportedItem(line)).toThrow();
  });
});

describe('readExportedChange', () => {
  const line = (micros: string) =>
    `{"Metadata":{"WriteTimestampMicros":${micros}},"Keys":{"PK":{"S":"CUST#100"}},"NewImage":{"PK":{"S":"CUST#100"},"FirstName":{"S":"John"}}}`;

  it.each([
    ['a typed number', '{"N":"1709221377297780"}'],
    ['text', '"1709221377297780"'],
    ['a number', '1709221377297780'],
  ])('takes the time as %s', (_, micros) => {
    expect(readExportedChange(line(micros)).writtenMicroseconds).toBe(1709221377297780n);
  });

  it('tells an insert by its lack of an old image', () => {
    expect(readExportedChange(line('"1"'))).toEqual({
      writtenMicroseconds: 1n,
      keys: { PK: { S: 'CUST#100' } },
      newImage: { PK: { S: 'CUST#100' }, FirstName: { S: 'John' } },
      oldImage: undefined,
    });
  });

  it('tells a delete by its lack of a new image', () => {
    const text =
      '{"Metadata":{"WriteTimestampMicros":"1680109764000000"},"Keys":{"PK":{"S":"CUST#200"}},"OldImage":{"PK":{"S":"CUST#200"}}}';

    expect(readExportedChange(text)).toMatchObject({
      newImage: undefined,
      oldImage: { PK: { S: 'CUST#200' } },
    });
  });

  it.each(['{"S":"1"}', '"-1"', '1.5', 'null'])('refuses %s as a time', (micros) => {
    expect(() => readExportedChange(line(micros))).toThrow();
  });
});
