import type { ViewColumn } from './view-column';

/**
 * A view as Athena keeps it in the catalogue: Presto's JSON, base64, in a comment. Athena writes the
 * same for CREATE VIEW: https://docs.aws.amazon.com/athena/latest/ug/views.html
 */
export function encodeView(view: {
  sql: string;
  database: string;
  columns: readonly ViewColumn[];
}): string {
  const json = JSON.stringify({
    originalSql: view.sql,
    catalog: 'awsdatacatalog',
    schema: view.database,
    columns: view.columns.map(({ name, cast }) => ({ name, type: cast })),
  });
  return `/* Presto View: ${Buffer.from(json, 'utf8').toString('base64')} */`;
}

/** Beside the text, what marks a catalogue table as a view. */
export const VIEW_MARKS = {
  tableType: 'VIRTUAL_VIEW',
  viewExpandedText: '/* Presto View */',
  parameters: { presto_view: 'true', comment: 'Presto View' },
} as const;
