import type { CatalogTable } from '../glue/service';
import { datePattern, dateRange } from './projected-date';

/** Gives the partition values of an object, or undefined where no projected partition holds it. */
export interface Projection {
  /** The fixed start of every partition's location, `s3://bucket/…`. */
  prefix: string;
  valuesOf(objectUrl: string): Record<string, string> | undefined;
}

interface Key {
  name: string;
  pattern: string;
  holds(value: string): boolean;
}

/**
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html: enum, integer,
 * date and injected. Objects outside the ranges are not seen, as on AWS.
 */
export function partitionProjection(table: CatalogTable, nowMilliseconds: number): Projection {
  const { parameters } = table;
  if (parameters['projection.enabled'] !== 'true') {
    return { prefix: folder(table.location ?? ''), valuesOf: (url) => valuesIn(table, url) };
  }
  const keys = table.partitionKeys.map(({ name }) => projectedKey(table, name, nowMilliseconds));
  const template = folder(
    parameters['storage.location.template'] ?? hiveTemplate(table.location ?? '', keys),
  );
  const [prefix = ''] = template.split('${');
  const pattern = new RegExp(`^${patternOf(template, keys)}`);
  return {
    prefix,
    valuesOf: (objectUrl) => {
      const groups = pattern.exec(objectUrl)?.groups;
      if (groups === undefined) return undefined;
      const values = Object.fromEntries(keys.map(({ name }) => [name, groups[name] ?? '']));
      return keys.every((key) => key.holds(values[key.name] ?? '')) ? values : undefined;
    },
  };
}

/** Of a partition that a crawler found; what lies in none is not seen. */
function valuesIn(
  { partitionKeys, partitions = [] }: CatalogTable,
  objectUrl: string,
): Record<string, string> | undefined {
  const found = partitions.find(({ location }) => objectUrl.startsWith(location));
  if (found === undefined) return undefined;
  return Object.fromEntries(partitionKeys.map(({ name }, at) => [name, found.values[at] ?? '']));
}

function folder(location: string): string {
  return location.endsWith('/') ? location : `${location}/`;
}

function hiveTemplate(location: string, keys: Key[]): string {
  return folder(location) + keys.map(({ name }) => `${name}=\${${name}}`).join('/');
}

function patternOf(template: string, keys: Key[]): string {
  return template
    .split(/(\$\{\w+\})/)
    .map((part) => {
      const key = keys.find(({ name }) => part === `\${${name}}`);
      if (key !== undefined) return `(?<${key.name}>${key.pattern})`;
      return part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    })
    .join('');
}

function projectedKey(table: CatalogTable, name: string, nowMilliseconds: number): Key {
  const setting = (what: string) => table.parameters[`projection.${name}.${what}`];
  const type = setting('type');
  switch (type) {
    case 'enum': {
      const values = (setting('values') ?? '').split(',');
      return { name, pattern: '[^/]+', holds: (value) => values.includes(value) };
    }
    case 'integer': {
      const range = setting('range') ?? '';
      const digits = Number(setting('digits') ?? 1);
      return { name, pattern: String.raw`-?\d+`, holds: inIntegers(range, digits) };
    }
    case 'date': {
      const format = setting('format') ?? 'yyyy-MM-dd';
      const holds = dateRange({ range: setting('range') ?? '', format, nowMilliseconds });
      return { name, pattern: datePattern(format), holds };
    }
    case 'injected':
      return { name, pattern: '[^/]+', holds: () => true };
    default:
      throw new Error(
        `${table.database}.${table.name}: projection.${name}.type is ${type ?? 'missing'}; it must be enum, integer, date or injected`,
      );
  }
}

function inIntegers(range: string, digits: number): (value: string) => boolean {
  const [from = '0', to = '0'] = range.split(',');
  return (value) =>
    BigInt(value) >= BigInt(from) && BigInt(value) <= BigInt(to) && value.length >= digits;
}
