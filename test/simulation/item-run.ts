import { dynamoFeedOutputs } from '../../wire/feed-outputs';
import { ReplyLostError } from '../../local/endpoint/reply-lost-error';
import { ServiceError } from '../../local/endpoint/service-error';
import { bugsIn, readEvidence } from './evidence';
import { itemChangesAreInTheLake } from './invariants/item-changes-are-in-the-lake';
import { ItemModel, sameItem, textOf, type ItemStep, type PlainItem } from './item-model';
import { Lives, type RunOptions } from './lives';
import type { ItemWrite, Step } from './schedule';
import type { ScheduleRun } from './schedule-run';

/** A schedule of the DynamoDB feed, step by step, and the model of what it must have led to. */
export class ItemRun implements ScheduleRun {
  readonly lives: Lives;
  readonly #violations: string[] = [];
  readonly #model = new ItemModel();

  constructor(options: RunOptions) {
    this.lives = new Lives(options);
  }

  begin(): Promise<void> {
    return this.lives.begin();
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'write':
        await this.#write([step.write], { refused: false });
        break;
      case 'transact':
        await this.#write(step.writes, step);
        break;
      case 'wait':
        await this.lives.clock.advance(step.milliseconds);
        break;
      case 'restart':
        await this.lives.restart();
        break;
      case 'crash':
        this.lives.cloud.life.die();
        break;
      case 'crash at write':
        this.lives.cloud.life.dieAtWrite(step.nth, step.when);
        break;
      case 'transaction':
      case 'stop task':
      case 'resume task':
      case 'reload':
        throw new Error(`The DynamoDB feed has no step ${step.kind}`);
    }
    await this.#settle();
  }

  async rest(milliseconds: number): Promise<void> {
    await this.lives.clock.advance(milliseconds);
    await this.#settle();
    for (const key of this.#model.items.keys()) await this.#look(key);
  }

  check(): string[] {
    return [
      ...this.#violations,
      ...itemChangesAreInTheLake(this.#model.history, readEvidence(this.lives.state)),
      ...bugsIn(this.lives.cloud.reports),
    ];
  }

  get #table(): string {
    return dynamoFeedOutputs.parse(this.lives.cloud.running.outputs('people')['feed']).table.name;
  }

  async #write(writes: readonly ItemWrite[], { refused }: { refused: boolean }): Promise<void> {
    for (const { key } of writes) await this.#look(key);
    if (this.lives.cloud.life.isOver()) return;
    const steps = writes.map((write) => this.#model.plan(write, this.lives.clock.now()));
    const answered = await this.#send(requestFor(this.#table, { writes, steps, refused }));
    if (answered === 'done') for (const step of steps) this.#model.commit(step);
    else if (answered === 'unknown') await this.#resolve(steps);
  }

  /** Tries again what DynamoDB refused for the moment, as any client does. */
  async #send({ action, input }: ItemCall): Promise<Answer> {
    for (;;) {
      try {
        const answer = await this.lives.cloud.call('dynamodb', action, input);
        return answer === undefined ? 'unknown' : 'done';
      } catch (error) {
        if (error instanceof ReplyLostError) return 'unknown';
        if (!isTransient(error)) return 'refused';
        await this.lives.clock.advance(RETRY_MILLISECONDS);
      }
    }
  }

  /** Notes that an item was deleted because its time was over, where it was. */
  async #look(key: string): Promise<void> {
    const found = await this.#read(key);
    const known = this.#model.items.get(key);
    if (sameItem(found, known)) return;
    if (found === undefined && this.#model.mayHaveExpired(key, this.lives.clock.now())) {
      this.#model.commit({ key, before: known, after: undefined });
    } else
      this.#violations.push(`item ${key}: the table has ${textOf(found)}, not ${textOf(known)}`);
  }

  /** Goes on after a crash, if there was one. */
  async #settle(): Promise<void> {
    while (await this.lives.goOn());
  }

  /** A write without an answer is in the table whole, or not at all: an item that it changes tells. */
  async #resolve(steps: readonly ItemStep[]): Promise<void> {
    const telling = steps.find(({ before, after }) => !sameItem(before, after));
    if (telling !== undefined && sameItem(await this.#read(telling.key), telling.after)) {
      for (const step of steps) this.#model.commit(step);
    }
    for (const { key } of steps) await this.#look(key);
  }

  async #read(key: string): Promise<PlainItem | undefined> {
    const input = { TableName: this.#table, Key: { id: { S: key } }, ConsistentRead: true };
    for (;;) {
      await this.#settle();
      try {
        const answer = await this.lives.cloud.call('dynamodb', 'GetItem', input);
        if (answer !== undefined) return answer['Item'] as PlainItem | undefined;
      } catch (error) {
        if (!isTransient(error)) throw error;
        await this.lives.clock.advance(RETRY_MILLISECONDS);
      }
    }
  }
}

type Answer = 'done' | 'refused' | 'unknown';

interface ItemCall {
  action: string;
  input: object;
}

const RETRY_MILLISECONDS = 50;

function isTransient(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  return (
    /Throttling|ThroughputExceeded/.test(error.code) ||
    error.message.includes('[TransactionConflict')
  );
}

function requestFor(
  table: string,
  {
    writes,
    steps,
    refused,
  }: { writes: readonly ItemWrite[]; steps: readonly ItemStep[]; refused: boolean },
): ItemCall {
  const requests = writes.map((write, at) => requestOf(table, write, steps[at]?.after));
  const [only] = requests;
  if (requests.length === 1 && only !== undefined && !refused) {
    return { action: `${only.kind}Item`, input: only.input };
  }
  const TransactItems = [
    ...requests.map(({ kind, input }) => ({ [kind]: input })),
    ...(refused ? [impossible(table)] : []),
  ];
  return { action: 'TransactWriteItems', input: { TransactItems } };
}

function requestOf(TableName: string, write: ItemWrite, after: PlainItem | undefined) {
  const Key = { id: { S: write.key } };
  switch (write.kind) {
    case 'put':
      return { kind: 'Put', input: { TableName, Item: after } };
    case 'delete':
      return { kind: 'Delete', input: { TableName, Key } };
    case 'update':
      return {
        kind: 'Update',
        input: {
          TableName,
          Key,
          UpdateExpression: 'SET #name = :name',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: { ':name': after?.['name'] },
        },
      };
  }
}

/** A condition that no item meets, so that nothing of the transaction happens. */
function impossible(TableName: string) {
  return {
    ConditionCheck: {
      TableName,
      Key: { id: { S: 'nobody' } },
      ConditionExpression: 'attribute_exists(id)',
    },
  };
}
