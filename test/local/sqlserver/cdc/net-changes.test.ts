import { captureServer } from './capture-server';

type Server = Awaited<ReturnType<typeof captureServer>>;

let server: Server;

beforeEach(async () => {
  server = await captureServer();
});

afterEach(() => server.jobs.stop());

const hex = (value: unknown) => Buffer.from(value as Uint8Array).toString('hex');
const failure = (number: number) => expect.objectContaining({ number }) as Error;

describe('net changes', () => {
  it('show the last state of each key, and nothing of what came and went', async () => {
    await server.capture();
    const [one, two] = await server.insert([1, 'a'], [2, 'b']);
    await server.scan();
    await server.insert([3, 'gone']).then(([id]) => server.remove(id!));
    await server.update(one!, [1, 'c']);
    await server.remove(two!);
    await server.scan();

    expect(
      server.net().map((row) => [row['__$operation'], row['__$update_mask'], row['id'], row['v']]),
    ).toEqual([[2, null, 1, 'c']]);
  });

  it('mark changed columns when asked to, and merge', async () => {
    await server.insert([1, 'a']);
    await server.capture();
    await server.update(0, [1, 'b']);
    await server.scan();

    expect(
      server.net('all with mask').map((row) => [row['__$operation'], hex(row['__$update_mask'])]),
    ).toEqual([[4, '02']]);
    expect(server.net('all with merge').map((row) => row['__$operation'])).toEqual([5]);
  });

  it('need a key', async () => {
    await server.store.transact((transaction) => {
      transaction.define({
        kind: 'drop key',
        database: 'app',
        objectId: server.table.objectId,
        name: 'pk_t',
      });
    });

    await expect(server.capture({ '@supports_net_changes': 1 })).rejects.toEqual(failure(22939));
  });
});
