import { foldingLog } from '../../storage/folding-log';
import type { Log } from '../../storage/storage';
import type { Writer } from './object-owner';
import type { ChecksumAlgorithm, ObjectAttributes } from './object-version';

export interface UploadedPart {
  partNumber: number;
  /** MD5 in hex. */
  etag: string;
  sizeBytes: number;
  modifiedMilliseconds: number;
  checksum?: string;
}

export interface MultipartUpload {
  uploadId: string;
  bucket: string;
  key: string;
  startedMilliseconds: number;
  /** Undefined in state of the time when there was one account. */
  writer?: Writer;
  attributes: ObjectAttributes;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  checksumAlgorithm?: ChecksumAlgorithm;
  checksumType: 'FULL_OBJECT' | 'COMPOSITE';
  parts: Record<string, UploadedPart>;
}

/** Uploads under way, kept through restarts. */
export interface UploadStore {
  ready(): Promise<Map<string, MultipartUpload>>;
  save(upload: MultipartUpload): Promise<void>;
  remove(upload: MultipartUpload): Promise<void>;
}

export function createUploadStore(store: Log): UploadStore {
  const uploads = new Map<string, MultipartUpload>();
  const log = foldingLog(store, () => [...uploads.values()].map(encode));
  let loading: Promise<void> | undefined;
  const append = (entry: MultipartUpload | { removed: string }) => log.append(encode(entry));
  const load = async () => {
    for await (const bytes of log.read()) {
      const entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as
        MultipartUpload | { removed: string };
      if ('removed' in entry) uploads.delete(entry.removed);
      else uploads.set(entry.uploadId, entry);
    }
    await log.rewrite([...uploads.values()].map(encode));
  };
  return {
    ready: async () => {
      await (loading ??= load());
      return uploads;
    },
    save: (upload) => {
      uploads.set(upload.uploadId, upload);
      return append(upload);
    },
    remove: (upload) => {
      uploads.delete(upload.uploadId);
      return append({ removed: upload.uploadId });
    },
  };
}

/** Where a part lies in the bucket's tree of parts. */
export function partKey({ uploadId }: MultipartUpload, partNumber: number): string {
  return `${uploadId}/${partNumber}`;
}

function encode(entry: MultipartUpload | { removed: string }): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}
