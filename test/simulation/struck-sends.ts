import type { Ledger } from '../../consumers/billing-alerts/ports/ledger';
import { ReplyLostError } from '../../local/endpoint/reply-lost-error';
import { nameOfAlert, namedIn } from './evidence';
import type { Life } from './life';
import type { Dispatch } from './simulate-calls';

/** An alert from its claim until its mark, or what else ends the claim. */
interface OpenSend {
  alert: string;
  name: string;
  life: Life;
}

/**
 * Watches each alert from its claim to its mark, and knows those that something fell on in between: a crash
 * of the cloud, a reply of the topic that was lost, a write of the ledger that failed for good. No other
 * alert may end in doubt. The ledger itself cannot tell a crash before the send from one after it.
 */
export class StruckSends {
  readonly #open = new Set<OpenSend>();
  readonly #struck = new Set<string>();

  /** By `nameOfAlert`. */
  names(): ReadonlySet<string> {
    const crashed = [...this.#open].filter(({ life }) => life.isOver()).map(({ name }) => name);
    return new Set([...this.#struck, ...crashed]);
  }

  watchLedger(ledger: Ledger, life: Life): Ledger {
    const ends = (alert: string, work: Promise<void>) => this.#end({ alert, life }, work);
    return {
      ...ledger,
      claim: async (item) => {
        const send = { alert: item.alert, name: nameInItem(item.message), life };
        this.#open.add(send);
        const isOurs = await ledger.claim(item).catch((error: unknown) => {
          this.#struck.add(send.name);
          throw error;
        });
        if (!isOurs) this.#open.delete(send);
        return isOurs;
      },
      markSent: (alert, sent) => ends(alert, ledger.markSent(alert, sent)),
      hold: (alert, held) => ends(alert, ledger.hold(alert, held)),
      release: (alert, lease) => ends(alert, ledger.release(alert, lease)),
    };
  }

  watchTopic(dispatch: Dispatch): Dispatch {
    return async (call) => {
      try {
        return await dispatch(call);
      } catch (error) {
        if (call.action === 'Publish' && error instanceof ReplyLostError) {
          const { Message } = call.input as { Message: string };
          const { default: body } = JSON.parse(Message) as { default: string };
          this.#struck.add(nameOfAlert(namedIn(JSON.parse(body) as Record<string, string>)));
        }
        throw error;
      }
    };
  }

  async #end(of: Pick<OpenSend, 'alert' | 'life'>, work: Promise<void>): Promise<void> {
    const sends = [...this.#open].filter(
      ({ alert, life }) => alert === of.alert && life === of.life,
    );
    await work.catch((error: unknown) => {
      for (const { name } of sends) this.#struck.add(name);
      throw error;
    });
    for (const send of sends) this.#open.delete(send);
  }
}

function nameInItem(message: string): string {
  const { body } = JSON.parse(message) as { body: Record<string, string> };
  return nameOfAlert(namedIn(body));
}
