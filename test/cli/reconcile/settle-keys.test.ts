import type { KeyLook } from '../../../cli/reconcile/key-look';
import { settleKeys } from '../../../cli/reconcile/settle-keys';

/** Seconds of a time that passes only while something waits. */
function handClock() {
  let seconds = 0;
  return {
    now: () => seconds * 1000,
    sleep: (milliseconds: number) => {
      seconds += milliseconds / 1000;
      return Promise.resolve();
    },
  };
}

function look(place: string, source: string, lake: string): KeyLook {
  const standing = (state: string) => ({ copies: 1, row: null, state });
  return { key: [place], place, source: standing(source), lake: standing(lake) };
}

const places = (keys: readonly KeyLook[]) => keys.map(({ place }) => place);

describe('settleKeys', () => {
  it('lets a key be that the lake catches up with', async () => {
    const pace = handClock();
    const again = () => Promise.resolve([look('a', 'new', pace.now() >= 30_000 ? 'new' : 'old')]);

    const settled = await settleKeys([look('a', 'new', 'old')], again, { pace, waitSeconds: 60 });

    expect(settled).toEqual({ differing: [], changing: [] });
    expect(pace.now()).toBe(30_000);
  });

  it('tells a key that had its time', async () => {
    const pace = handClock();
    const again = () => Promise.resolve([look('a', 'new', 'old')]);

    const settled = await settleKeys([look('a', 'new', 'old')], again, { pace, waitSeconds: 60 });

    expect(places(settled.differing)).toEqual(['a']);
    expect(pace.now()).toBe(60_000);
  });

  it('gives a key its time anew when the source has changed it', async () => {
    const pace = handClock();
    const again = () => {
      const source = pace.now() < 50_000 ? 'first' : 'second';
      return Promise.resolve([look('a', source, pace.now() >= 90_000 ? 'second' : 'old')]);
    };

    const settled = await settleKeys([look('a', 'first', 'old')], again, { pace, waitSeconds: 60 });

    expect(settled).toEqual({ differing: [], changing: [] });
    expect(pace.now()).toBe(90_000);
  });

  it('says of a key that never stands still that it was changing', async () => {
    const pace = handClock();
    const again = () => Promise.resolve([look('a', String(pace.now()), 'old')]);

    const settled = await settleKeys([look('a', '0', 'old')], again, { pace, waitSeconds: 60 });

    expect(places(settled.changing)).toEqual(['a']);
    expect(settled.differing).toEqual([]);
  });

  it('looks once where nothing is waited for', async () => {
    const pace = handClock();
    const again = () => Promise.reject(new Error('looked again'));

    const settled = await settleKeys([look('a', 'new', 'old')], again, { pace, waitSeconds: 0 });

    expect(places(settled.differing)).toEqual(['a']);
  });
});
