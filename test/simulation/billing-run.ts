import { BillingModel, type Draft, type Tables } from './billing-model';
import { bugsIn, readEvidence } from './evidence';
import { alertsAreSentOnce, nothingIsClaimed } from './invariants/alerts-are-sent-once';
import { changesAreInTheLake } from './invariants/changes-are-in-the-lake';
import { lakeEndsAtTheSource } from './invariants/lake-ends-at-the-source';
import { Lives, type RunOptions } from './lives';
import type { Step } from './schedule';
import type { ScheduleRun } from './schedule-run';
import { sourceSession, type SourceSession, type Transaction } from './source-session';
import { changesInStream } from './stream-records';

type TransactionStep = Extract<Step, { kind: 'transaction' }>;

const JUST_LOADED_MILLISECONDS = 5000;

/** A schedule of the relational feed, step by step, and the model of what it must have led to. */
export class BillingRun implements ScheduleRun {
  readonly lives: Lives;
  readonly #violations: string[] = [];
  readonly #options: RunOptions;
  #model!: BillingModel;
  #session!: SourceSession;
  /** Set while the task has been told to load and may not have begun. */
  #starting = false;
  #stopped = false;
  #reloaded = false;
  /** The reload began so soon after the first load that the consumer takes it for that. */
  #reloadedAtOnce = false;

  constructor(options: RunOptions) {
    this.#options = options;
    this.lives = new Lives(options);
  }

  async begin(): Promise<void> {
    await this.lives.begin();
    this.#session = sourceSession(this.lives.cloud);
    this.#model = new BillingModel(await this.#tables());
    if (this.#options.schedule.fresh) await this.#startTask('start-replication');
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'transaction':
        await this.#transact(step);
        break;
      case 'wait':
        await this.lives.clock.advance(step.milliseconds);
        break;
      case 'stop task':
        await this.#stopTask();
        break;
      case 'resume task':
        if (this.#stopped) await this.#startTask('resume-processing');
        break;
      case 'reload':
        await this.#reload();
        break;
      case 'restart':
        await this.lives.restart();
        this.#session = sourceSession(this.lives.cloud);
        break;
      case 'crash':
        this.lives.cloud.life.die();
        break;
      case 'crash at write':
        this.lives.cloud.life.dieAtWrite(step.nth, step.when);
        break;
      case 'write':
      case 'transact':
        throw new Error(`The relational feed has no step ${step.kind}`);
    }
    await this.#settle(undefined);
  }

  async rest(milliseconds: number): Promise<void> {
    if (this.#stopped) await this.#startTask('resume-processing');
    await this.lives.clock.advance(milliseconds);
    await this.#settle(undefined);
  }

  check(): string[] {
    const evidence = readEvidence(this.lives.state);
    const { planned, history, tables } = this.#model;
    const struck = this.lives.sends.names();
    return [
      ...this.#violations,
      ...changesAreInTheLake(history, evidence),
      ...lakeEndsAtTheSource(tables, history, evidence),
      ...alertsAreSentOnce(planned, evidence, { struck, history }),
      ...nothingIsClaimed(planned, evidence),
      ...bugsIn(this.lives.cloud.reports),
    ];
  }

  async #tables(): Promise<Tables> {
    const tables = await this.#session.tables();
    if (tables === undefined) throw new Error('The life ended while the source was read');
    return tables;
  }

  /** Goes on after a crash: the transaction that was under way is in the source whole, or not at all. */
  async #settle(underWay: Draft | undefined): Promise<void> {
    while (await this.lives.goOn()) {
      this.#session = sourceSession(this.lives.cloud);
      const found = await this.#session.tables();
      if (found === undefined) continue;
      if (isSame(found, this.#model.tables)) return;
      if (underWay !== undefined && isSame(found, underWay.tables)) {
        this.#commit(underWay);
        return;
      }
      this.#violations.push(
        `after a crash the source has neither the state before the last transaction nor the one after it: ${difference(found, this.#model.tables)}`,
      );
      return;
    }
  }

  async #transact(step: TransactionStep): Promise<void> {
    const draft = this.#model.draft();
    const end = this.#options.fault.endOf?.(step.end) ?? step.end;
    const transaction = await this.#session.begin();
    const ran = transaction !== undefined && (await this.#runAll(step, transaction, draft));
    if (!ran) return this.#settle(undefined);
    // Before the commit is sent: a load that begins while it is on its way may hold it, or have it come as changes.
    this.#starting &&= !(await this.#loadHasBegun());
    const ended = await transaction.end(end);
    if (step.end === 'rollback') return this.#settle(undefined);
    if (ended) this.#commit(draft);
    else await this.#settle(draft);
  }

  async #runAll(step: TransactionStep, transaction: Transaction, draft: Draft): Promise<boolean> {
    for (const statement of step.statements) {
      const text = this.#model.apply(statement, draft);
      if (text === undefined) continue;
      if (!(await transaction.run(text))) return false;
      if (step.pauseMilliseconds > 0) await this.lives.clock.advance(step.pauseMilliseconds);
      if (this.lives.cloud.life.isOver()) return false;
    }
    return true;
  }

  #commit(draft: Draft): void {
    const aroundFirstLoad = this.#starting && (!this.#reloaded || this.#reloadedAtOnce);
    this.#model.commit(draft, { carried: this.#starting ? 'may' : 'must', aroundFirstLoad });
  }

  /** Within the margin that `send-alerts` leaves for clocks that round. */
  async #isJustLoaded(): Promise<boolean> {
    if (!this.#options.schedule.fresh || (this.#reloaded && !this.#reloadedAtOnce)) return false;
    const answer = await this.lives.cloud.call('dms', 'DescribeTableStatistics', {
      ReplicationTaskArn: this.#session.feed.dms.taskArn,
    });
    const tables = (answer?.['TableStatistics'] ?? []) as { FullLoadEndTime?: Date }[];
    const ends = tables.map(({ FullLoadEndTime }) => FullLoadEndTime?.getTime() ?? Infinity);
    return this.lives.clock.now() - Math.max(0, ...ends) < JUST_LOADED_MILLISECONDS;
  }

  async #loadHasBegun(): Promise<boolean> {
    const answer = await this.lives.cloud.call('dms', 'DescribeTableStatistics', {
      ReplicationTaskArn: this.#session.feed.dms.taskArn,
    });
    const tables = (answer?.['TableStatistics'] ?? []) as { TableState: string }[];
    return tables.some(({ TableState }) => TableState !== 'Before load');
  }

  async #stopTask(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#tellTask('StopReplicationTask', {});
  }

  async #startTask(StartReplicationTaskType: string): Promise<void> {
    if (StartReplicationTaskType !== 'resume-processing') this.#starting = true;
    this.#stopped = false;
    await this.#tellTask('StartReplicationTask', { StartReplicationTaskType });
  }

  /** After a crash that left no answer an operator looks, and says it again where it was not heard. */
  async #tellTask(
    action: 'StartReplicationTask' | 'StopReplicationTask',
    input: object,
  ): Promise<void> {
    const { taskArn: ReplicationTaskArn } = this.#session.feed.dms;
    const isMeantToRun = action === 'StartReplicationTask';
    const tell = () => this.lives.cloud.call('dms', action, { ReplicationTaskArn, ...input });
    while ((await tell()) === undefined) {
      if ((await this.#isTaskRunning()) === isMeantToRun) return;
    }
  }

  async #isTaskRunning(): Promise<boolean> {
    for (;;) {
      await this.#settle(undefined);
      const answer = await this.lives.cloud.call('dms', 'DescribeReplicationTasks', {});
      const [task] = (answer?.['ReplicationTasks'] ?? []) as { Status: string }[];
      if (task !== undefined) return /^(starting|running)$/.test(task.Status);
    }
  }

  /** What has no record in the stream when the task begins anew comes by its load. */
  async #reload(): Promise<void> {
    await this.#stopTask();
    await this.#settle(undefined);
    const sent = changesInStream(this.lives.state, this.#model.history);
    this.#reloadedAtOnce = await this.#isJustLoaded();
    for (const change of this.#model.history) {
      if (sent.has(change)) continue;
      change.carried = 'may';
      if (this.#reloadedAtOnce) change.aroundFirstLoad = true;
    }
    this.#reloaded = true;
    await this.#startTask('reload-target');
  }
}

function isSame(one: Tables, other: Tables): boolean {
  return difference(one, other) === '';
}

function difference(found: Tables, expected: Tables): string {
  const text = (tables: Tables) =>
    Object.entries(tables).flatMap(([table, rows]: [string, Tables['dbo.invoices']]) =>
      [...rows].map(([key, row]) => `${table} ${key} ${JSON.stringify(row)}`),
    );
  const [have, want] = [new Set(text(found)), new Set(text(expected))];
  const more = [...have].filter((row) => !want.has(row)).map((row) => `found ${row}`);
  const less = [...want].filter((row) => !have.has(row)).map((row) => `lacks ${row}`);
  return [...more, ...less].join('; ');
}
