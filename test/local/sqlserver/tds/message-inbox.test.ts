import { MessageInbox } from '../../../../local/sqlserver/tds/message-inbox';
import type { IncomingMessage } from '../../../../local/sqlserver/tds/incoming-message';

const BATCH = 1;
const ATTENTION = 6;
const LAST = 1;
const flow = () => {
  const calls: string[] = [];
  return { calls, pause: () => calls.push('pause'), resume: () => calls.push('resume') };
};

async function next(inbox: MessageInbox): Promise<IncomingMessage> {
  const message = await inbox.next();
  if (message === undefined) throw new Error('The inbox has ended.');
  return message;
}

describe('MessageInbox', () => {
  it('gives a message before its last packet has come', async () => {
    const inbox = new MessageInbox(flow());
    inbox.accept({ type: 7, status: 0, body: Buffer.from('a') });
    const message = await next(inbox);

    expect(await message.read()).toEqual(Buffer.from('a'));

    inbox.accept({ type: 7, status: LAST, body: Buffer.from('b') });
    expect(await message.read()).toEqual(Buffer.from('b'));
    expect(await message.read()).toBeUndefined();
  });

  it('aborts requests that are not answered when an attention comes, in its turn answered last', async () => {
    const inbox = new MessageInbox(flow());
    inbox.accept({ type: BATCH, status: LAST, body: Buffer.from('x') });
    inbox.accept({ type: ATTENTION, status: LAST, body: Buffer.alloc(0) });

    const request = await next(inbox);

    expect(request.signal.aborted).toBe(true);
    expect((await next(inbox)).type).toBe(ATTENTION);
  });

  it('takes an attention inside a message for its end', async () => {
    const inbox = new MessageInbox(flow());
    inbox.accept({ type: 7, status: 0, body: Buffer.from('x') });
    inbox.accept({ type: ATTENTION, status: LAST, body: Buffer.alloc(0) });

    const given = await next(inbox);

    expect(given.ignored).toBe(true);
    expect((await next(inbox)).type).toBe(ATTENTION);
  });

  it('refuses a message that begins inside another', () => {
    const inbox = new MessageInbox(flow());
    inbox.accept({ type: BATCH, status: 0, body: Buffer.from('x') });

    expect(() => inbox.accept({ type: 3, status: 0, body: Buffer.from('y') })).toThrow(
      'Expected the rest of a message of type 1, got type 3.',
    );
  });

  it('stops reading from a client that sends faster than it is read', async () => {
    const stream = flow();
    const inbox = new MessageInbox(stream);
    inbox.accept({ type: 7, status: 0, body: Buffer.alloc(1024 * 1024 + 1) });
    expect(stream.calls).toEqual(['pause']);

    await (await next(inbox)).read();

    expect(stream.calls).toEqual(['pause', 'resume']);
  });

  it('fails a read when the client goes in the middle of a message', async () => {
    const inbox = new MessageInbox(flow());
    inbox.accept({ type: 7, status: 0, body: Buffer.alloc(0) });
    const message = await next(inbox);

    inbox.end();

    await expect(message.read()).rejects.toThrow('The connection ended inside a message.');
    expect(await inbox.next()).toBeUndefined();
  });
});
