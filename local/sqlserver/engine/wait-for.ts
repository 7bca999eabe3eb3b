import type { WaitforStatement } from '../tsql/parse/ast';
import type { Frame } from './frame';
import { evaluate } from './run-statement';
import { sqlMessage } from './sql-message';

const DELAY = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;

export async function waitFor(
  statement: WaitforStatement,
  { session, signal, ...frame }: Frame,
): Promise<void> {
  const text = evaluate(
    statement.time,
    { session, signal, ...frame },
    { name: 'varchar', length: 100 },
  ) as string;
  const match = DELAY.exec(text.trim());
  if (match === null) throw sqlMessage(148, text);
  const [, hours, minutes, seconds = '0', fraction = ''] = match;
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  await session.engine.clock.timeout(total * 1000 + Number(fraction.padEnd(3, '0')), signal);
}
