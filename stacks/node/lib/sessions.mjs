// The sessions that a client keeps, by server name: the least recently used goes first.
export class SessionCache {
  #size;
  /** In the order of use, the oldest first. */
  #sessions = new Map();

  constructor(size) {
    this.#size = size;
  }

  get(name) {
    const session = this.#sessions.get(name);
    if (session) this.#touch(name, session);
    return session;
  }

  put(name, session) {
    this.#touch(name, session);
    if (this.#sessions.size > this.#size) this.#sessions.delete(this.#sessions.keys().next().value);
  }

  #touch(name, session) {
    this.#sessions.delete(name);
    this.#sessions.set(name, session);
  }
}
