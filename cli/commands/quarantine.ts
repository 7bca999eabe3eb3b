import type { Command } from 'commander';
import {
  addTargetOptions,
  wholeNumber,
  withEachTarget,
  type TargetOptions,
} from '../command-options';
import { count } from '../progress';
import { listQuarantine } from '../quarantine/list-quarantine';
import type { QuarantinedEntry } from '../quarantine/read-quarantined';
import type { Screen } from '../screen';

interface ListOptions extends TargetOptions {
  limit: number;
  json?: true;
}

const PREVIEW_CHARACTERS = 200;
const SHOWN_DEFAULT = 50;

export function addQuarantineCommand(program: Command, screen: Screen): void {
  const quarantine = program.command('quarantine').description('records that could not be handled');
  const list = quarantine
    .command('list')
    .description('what lies in all failure destinations: reason, place and payload')
    .option('--limit <n>', 'records shown', wholeNumber({ min: 1, max: 1e9 }), SHOWN_DEFAULT)
    .option('--json', 'one JSON object a record, its payload in base64')
    .action((options: ListOptions) => showQuarantine(options, screen));
  addTargetOptions(list, 'reads');
}

async function showQuarantine(options: ListOptions, screen: Screen): Promise<void> {
  let shown = 0;
  await withEachTarget(options, screen, async (target) => {
    if (shown > options.limit) return;
    for await (const entry of listQuarantine(target)) {
      shown += 1;
      if (shown > options.limit) return;
      screen.line(options.json === true ? entryJson(entry) : entryText(entry));
    }
  });
  if (options.json === true) return;
  if (shown === 0) screen.line('The quarantine is empty.');
  if (shown > options.limit) {
    screen.line(`… the first ${count(options.limit)}; --limit shows more`);
  }
}

function entryJson({ payload, ...entry }: QuarantinedEntry): string {
  return JSON.stringify({ ...entry, payloadBase64: Buffer.from(payload).toString('base64') });
}

/** Reason, place, and the payload's beginning, with what is no printable text shown as escapes. */
export function entryText({ source, reason, arrivedAt, place, payload }: QuarantinedEntry): string {
  const text = JSON.stringify(Buffer.from(payload).toString().trimEnd()).slice(1, -1);
  const preview = text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text;
  return `${arrivedAt}  ${source}: ${reason}\n  ${place}\n  ${preview}`;
}
