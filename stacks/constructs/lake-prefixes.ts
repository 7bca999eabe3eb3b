import type { Delivery } from '../../settings/delivery';

/** Where a feed's files lie in the lake; each ends in `/`, and none lies inside another. */
export interface LakePrefixes {
  files: string;
  errors: string;
}

export function lakePrefixes(feedId: string, { form }: Pick<Delivery, 'form'>): LakePrefixes {
  return {
    files: `${feedId}/${form === 'rows' ? 'changes' : 'raw'}/`,
    errors: `${feedId}-errors/`,
  };
}

/**
 * Firehose's expressions, in UTC by arrival in the stream. Always explicit: a prefix without a
 * timestamp gets one appended.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
 */
export function prefixExpressions({ files, errors }: LakePrefixes): LakePrefixes {
  const day = 'day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/';
  return { files: `${files}${day}`, errors: `${errors}!{firehose:error-output-type}/${day}` };
}
