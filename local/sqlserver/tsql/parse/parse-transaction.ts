import { outsideSubset } from '../../outside-subset';
import type { TransactionStatement } from './ast';
import { isName, parseName } from './parse-name';
import type { TokenReader } from './token-reader';

type Action = TransactionStatement['action'];

/** BEGIN, COMMIT, ROLLBACK and SAVE, when a transaction is meant; `WORK` stands for TRANSACTION without a name. */
export function parseTransaction(reader: TokenReader, action: Action): TransactionStatement {
  const { line } = reader.next();
  const transaction = { kind: 'transaction' as const, line, action };
  if (!reader.accept('TRAN') && !reader.accept('TRANSACTION')) {
    reader.accept('WORK');
    return transaction;
  }
  const name = parseTransactionName(reader);
  if (name === undefined && action === 'save') throw reader.unexpected();
  if (reader.is('WITH')) throw outsideSubset(`${action.toUpperCase()} TRANSACTION … WITH`, line);
  return { ...transaction, ...(name === undefined ? {} : { name }) };
}

function parseTransactionName(reader: TokenReader): TransactionStatement['name'] {
  const { kind, line, text } = reader.peek();
  if (kind === 'variable') {
    reader.next();
    return { kind, line, name: text };
  }
  return isName(reader.peek()) ? parseName(reader) : undefined;
}
