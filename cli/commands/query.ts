import type { Command } from 'commander';
import { addTargetOptions, withLake, type TargetOptions } from '../command-options';
import { queryLake } from '../query-lake';
import type { Screen } from '../screen';
import { textTable } from '../text-table';

/** Rows shown as a table; beyond them say LIMIT or --json. */
const ROWS_SHOWN_MAX = 200;

export function addQueryCommand(program: Command, screen: Screen): void {
  const command = program
    .command('query <sql>')
    .description('ask the lake, through Athena')
    .option('--json', 'one JSON object a row')
    .action((sql: string, options: TargetOptions & { json?: true }) =>
      withLake(options, screen, async (lake) => {
        const { columns, rows } = await queryLake(lake, sql);
        const shown: string[][] = [columns];
        for await (const row of rows) {
          if (options.json === true) {
            screen.line(
              JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, row[at]]))),
            );
          } else if (shown.length <= ROWS_SHOWN_MAX)
            shown.push(row.map((value) => value ?? 'null'));
          else break;
        }
        if (options.json !== true) screen.line(textTable(shown));
        if (shown.length > ROWS_SHOWN_MAX)
          screen.line(`… the first ${String(ROWS_SHOWN_MAX)} rows`);
      }),
    );
  addTargetOptions(command, 'reads');
}
