import { draws } from './draws';
import { simulatedClock } from './simulated-clock';

async function orderOfWaking(seed: string): Promise<string> {
  const clock = simulatedClock(0, draws(seed));
  const woken: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) void clock.wait(10).then(() => woken.push(name));
  void clock.wait(5).then(() => woken.push('early'));
  await clock.advance(10);
  return woken.join(' ');
}

describe('simulatedClock', () => {
  it('wakes who waits until one moment in an order that the seed draws', async () => {
    const orders = await Promise.all(['1', '2', '3', '4', '5', '6'].map(orderOfWaking));

    expect(new Set(orders).size).toBeGreaterThan(1);
    expect(await orderOfWaking('1')).toBe(orders[0]);
    for (const order of orders) expect(order).toMatch(/^early /);
  });

  it('wakes nobody once it is frozen', async () => {
    const clock = simulatedClock(0, draws('any'));
    let woken = false;
    void clock.wait(10).then(() => (woken = true));

    clock.freeze();
    await clock.advance(100);

    expect(woken).toBe(false);
  });

  it('drives work to its end, however many waits it takes, and no further', async () => {
    const clock = simulatedClock(0, draws('any'));
    const work = async () => {
      await clock.wait(10);
      await clock.wait(20);
      return 'done';
    };

    expect(await clock.drive(work(), 1000)).toEqual({ value: 'done' });
    expect(clock.now()).toBe(30);
    expect(await clock.drive(clock.wait(2000), 1000)).toBeUndefined();
  });
});
