import { sqlMessage } from '../engine/sql-message';
import type { Clock } from '../../clock';

export type LockMode = 'shared' | 'exclusive';

/** Whoever holds locks: a transaction. */
export interface LockOwner {
  readonly id: number;
  readonly spid: number;
}

interface Waiter {
  owner: LockOwner;
  mode: LockMode;
  grant(): void;
}

interface Lock {
  holders: Map<LockOwner, LockMode>;
  queue: Waiter[];
}

export interface LockRequest {
  owner: LockOwner;
  /** Identity counts: a table, a database. */
  resource: object;
  mode: LockMode;
  /** SET LOCK_TIMEOUT: -1 waits for ever, 0 not at all. */
  timeoutMilliseconds: number;
  signal: AbortSignal;
}

/** Table locks, first come first served. A wait that would close a circle fails with 1205. */
export class Locks {
  private readonly locks = new Map<object, Lock>();
  private readonly waits = new Map<LockOwner, Lock>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Undefined when the lock was free; otherwise resolves once it is held. */
  acquire(request: LockRequest): Promise<void> | undefined {
    const lock = this.lockOf(request.resource);
    const held = lock.holders.get(request.owner);
    if (held === 'exclusive' || held === request.mode) return undefined;
    const mayJump = held !== undefined;
    if (compatible(lock, request) && (mayJump || lock.queue.length === 0)) {
      lock.holders.set(request.owner, request.mode);
      return undefined;
    }
    if (request.timeoutMilliseconds === 0) return Promise.reject(sqlMessage(1222));
    if (this.wouldDeadlock(request, lock)) {
      return Promise.reject(sqlMessage(1205, request.owner.spid));
    }
    return this.wait(request, lock);
  }

  isHeld(owner: LockOwner, resource: object): boolean {
    return this.locks.get(resource)?.holders.has(owner) === true;
  }

  isExclusive(owner: LockOwner, resource: object): boolean {
    return this.locks.get(resource)?.holders.get(owner) === 'exclusive';
  }

  /** Releases the owner's lock on one resource. */
  release(owner: LockOwner, resource: object): void {
    const lock = this.locks.get(resource);
    if (lock?.holders.delete(owner) === true) this.grantNext(resource, lock);
  }

  releaseAll(owner: LockOwner): void {
    for (const resource of [...this.locks.keys()]) this.release(owner, resource);
  }

  private lockOf(resource: object): Lock {
    let lock = this.locks.get(resource);
    if (lock === undefined) {
      lock = { holders: new Map(), queue: [] };
      this.locks.set(resource, lock);
    }
    return lock;
  }

  private async wait(request: LockRequest, lock: Lock): Promise<void> {
    const { owner, mode, timeoutMilliseconds, signal } = request;
    const stop = new AbortController();
    const waiter: Waiter = { owner, mode, grant: () => undefined };
    const granted = new Promise<void>((resolve) => (waiter.grant = resolve));
    if (lock.holders.has(owner)) lock.queue.unshift(waiter);
    else lock.queue.push(waiter);
    this.waits.set(owner, lock);
    try {
      const ends: Promise<void>[] = [granted, aborted(signal, stop.signal)];
      if (timeoutMilliseconds > 0) ends.push(this.expire(timeoutMilliseconds, stop.signal));
      await Promise.race(ends);
    } finally {
      stop.abort();
      this.waits.delete(owner);
      const at = lock.queue.indexOf(waiter);
      if (at >= 0) lock.queue.splice(at, 1);
      this.grantNext(request.resource, lock);
    }
  }

  private async expire(milliseconds: number, stop: AbortSignal): Promise<void> {
    try {
      await this.clock.timeout(milliseconds, stop);
    } catch {
      return new Promise<void>(() => undefined);
    }
    throw sqlMessage(1222);
  }

  private grantNext(resource: object, lock: Lock): void {
    for (let next = lock.queue[0]; next !== undefined && compatible(lock, next);) {
      lock.queue.shift();
      lock.holders.set(next.owner, next.mode);
      this.waits.delete(next.owner);
      next.grant();
      next = lock.queue[0];
    }
    if (lock.holders.size === 0 && lock.queue.length === 0) this.locks.delete(resource);
  }

  private wouldDeadlock(request: LockRequest, wanted: Lock): boolean {
    const seen = new Set<LockOwner>();
    const blockers = (lock: Lock, by: LockOwner) => {
      const owners = lock.queue.map(({ owner }) => owner);
      const ahead = owners.includes(by) ? owners.slice(0, owners.indexOf(by)) : owners;
      return [...lock.holders.keys(), ...ahead].filter((owner) => owner !== by);
    };
    const pending = blockers(wanted, request.owner);
    for (let owner = pending.pop(); owner !== undefined; owner = pending.pop()) {
      if (owner === request.owner) return true;
      if (seen.has(owner)) continue;
      seen.add(owner);
      const lock = this.waits.get(owner);
      if (lock !== undefined) pending.push(...blockers(lock, owner));
    }
    return false;
  }
}

function compatible(lock: Lock, wanted: { owner: LockOwner; mode: LockMode }): boolean {
  for (const [owner, mode] of lock.holders) {
    if (owner !== wanted.owner && (mode === 'exclusive' || wanted.mode === 'exclusive'))
      return false;
  }
  return true;
}

function aborted(signal: AbortSignal, stop: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true, signal: stop });
  });
}
