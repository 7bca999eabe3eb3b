import { formatJavaDate } from './java-date-pattern';
import type { PrefixMoment } from './prefix-expression';
import { evaluatePrefix } from './prefix-expression';

export interface ObjectName {
  streamName: string;
  /** 1, and one more for each change of the stream's configuration. */
  version: number;
  /** `.gz`, or the stream's own file extension; empty for none. */
  extension: string;
  uuid: string;
}

/** `<prefix><stream>-<version>-YYYY-MM-dd-HH-mm-SS-<uuid><ext>` */
export function objectKey(prefix: string, moment: PrefixMoment, name: ObjectName): string {
  const time = formatJavaDate('yyyy-MM-dd-HH-mm-ss', moment.arrivalMs, moment.timeZone);
  const suffix = `${name.streamName}-${name.version}-${time}-${name.uuid}${name.extension}`;
  return evaluatePrefix(prefix, moment) + suffix;
}
