/** What is being written right now, as far as it stands in the way of other writes: Azure changes one thing of a virtual network at a time. */
export interface UnderWay {
  /** Whether something else of the same virtual network is being written. */
  readonly blocks: (id: string) => boolean;
}

/** The virtual network that an id is, or lies in, in lower case; undefined elsewhere. */
export function networkOf(id: string): string | undefined {
  return /^.*\/providers\/microsoft\.network\/virtualnetworks\/[^/]+/.exec(id.toLowerCase())?.[0];
}

/** Writes that take their time in this process. */
export class CallsUnderWay implements UnderWay {
  readonly #networks = new Map<string, number>();

  readonly blocks = (id: string): boolean => this.#networks.has(networkOf(id) ?? "");

  /** Begins a write to `id`; until what is answered is called, other writes to its network are refused. */
  begin(id: string): () => void {
    const network = networkOf(id);
    if (network === undefined) return () => undefined;
    this.#networks.set(network, (this.#networks.get(network) ?? 0) + 1);
    return () => {
      const left = this.#networks.get(network)! - 1;
      if (left === 0) this.#networks.delete(network);
      else this.#networks.set(network, left);
    };
  }
}
