import type { DynaliteTable } from 'dynalite/db';
import type { AttributeValue, Item } from '../../../wire/attribute-value';
import type { DynaliteCore } from './dynalite-core';

/** Throws `ResourceNotFoundException` for a table that is not there. */
export async function describeTable(core: DynaliteCore, name: string): Promise<DynaliteTable> {
  const { Table: table } = await core.run('DescribeTable', { TableName: name });
  return table as DynaliteTable;
}

/** The attributes that name an item, of any of its images. */
export function pickKey({ KeySchema }: Pick<DynaliteTable, 'KeySchema'>, item: Item): Item {
  const picked = KeySchema.map(({ AttributeName }): [string, AttributeValue | undefined] => [
    AttributeName,
    item[AttributeName],
  ]);
  return Object.fromEntries(
    picked.filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );
}
