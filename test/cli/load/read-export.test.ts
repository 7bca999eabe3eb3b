import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { readDataFile, readExport } from '../../../cli/load/read-export';
import { bucketServer, type BucketServer } from '../../support/bucket-server';

const FOLDER = 'exports/AWSDynamoDB/01693685827463-2d8752fd';
const LINES = '{"Item":{"id":{"S":"1"},"note":{"S":"a\u2028b"}}}\n{"Item":{"id":{"S":"2"}}}\n';
const DATA = gzipSync(LINES);
/** S3's ETag of an object put at once is its MD5 in hex. */
const ETAG = createHash('md5').update(DATA).digest('hex');
const MD5 = createHash('md5').update(DATA).digest('base64');

const file = {
  itemCount: 2,
  md5Checksum: MD5,
  etag: ETAG,
  dataFileS3Key: `${FOLDER}/data/a.json.gz`,
};
const empty = {
  itemCount: 0,
  md5Checksum: '1B2M2Y8AsgTpgAmY7PhCfg==',
  etag: 'd41d8cd98f00b204e9800998ecf8427e',
  dataFileS3Key: `${FOLDER}/data/b.json.gz`,
};

function summary(itemCount: number): string {
  return JSON.stringify({
    version: '2020-06-30',
    exportArn:
      'arn:aws:dynamodb:us-east-1:123456789012:table/people/export/01693685827463-2d8752fd',
    tableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/people',
    exportTime: '2026-11-04T07:28:34.028Z',
    s3Bucket: 'exported',
    s3Prefix: 'exports',
    manifestFilesS3Key: `${FOLDER}/manifest-files.json`,
    billedSizeBytes: 0,
    itemCount,
    outputFormat: 'DYNAMODB_JSON',
    exportType: 'FULL_EXPORT',
  });
}

let server: BucketServer;

beforeAll(async () => {
  server = await bucketServer();
  await server.bucket('exported', {
    [`${FOLDER}/manifest-summary.json`]: summary(2),
    [`${FOLDER}/wrong-summary.json`]: summary(3),
    [`${FOLDER}/manifest-files.json`]: `${JSON.stringify(file)}\n${JSON.stringify(empty)}\n`,
    [file.dataFileS3Key]: DATA,
    [empty.dataFileS3Key]: '',
    [`${FOLDER}/data/of-another-export.json.gz`]: gzipSync('{"Item":{"id":{"S":"3"}}}\n'),
  });
});

afterAll(() => server.close());

async function linesOf(of: typeof file): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readDataFile(server.client, 'exported', of)) lines.push(line);
  return lines;
}

describe('readExport', () => {
  it('finds the files by the manifests', async () => {
    const exported = await readExport(server.client, {
      bucket: 'exported',
      manifestKey: `${FOLDER}/manifest-summary.json`,
    });

    expect(exported.files).toEqual([file, empty]);
    expect(exported.summary.itemCount).toBe(2);
  });

  it('refuses manifests that count differently', async () => {
    const read = readExport(server.client, {
      bucket: 'exported',
      manifestKey: `${FOLDER}/wrong-summary.json`,
    });

    await expect(read).rejects.toThrow(
      'its files hold 2 items by their manifest, and 3 by its summary.',
    );
  });
});

describe('readDataFile', () => {
  it('gives the lines of a file as they are written', async () => {
    expect(await linesOf(file)).toEqual(LINES.trimEnd().split('\n'));
  });

  it('gives nothing of a file without an item, whatever its bytes', async () => {
    expect(await linesOf(empty)).toEqual([]);
  });

  it.each([
    [
      'bytes',
      { md5Checksum: 'sQMSpEILNgoQmarvDFonGQ==' },
      `expected md5 sQMSpEILNgoQmarvDFonGQ==, got ${MD5}`,
    ],
    ['name of its content', { etag: 'af83' }, `expected etag af83, got ${ETAG}`],
    ['count of items', { itemCount: 3 }, 'expected items 3, got 2'],
  ])('refuses a file with another %s, after its lines', async (_, other, reason) => {
    await expect(linesOf({ ...file, ...other })).rejects.toThrow(
      `${FOLDER}/data/a.json.gz is not the file of the export's manifest: ${reason}.`,
    );
  });

  it('fails at a file that is cut short', async () => {
    await server.bucket('cut', { [file.dataFileS3Key]: DATA.subarray(0, DATA.length - 12) });
    const read = async () => {
      for await (const line of readDataFile(server.client, 'cut', file)) expect(line).not.toBe('');
    };

    await expect(read()).rejects.toThrow('unexpected end of file');
  });
});
