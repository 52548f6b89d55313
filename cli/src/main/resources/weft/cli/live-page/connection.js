// The WebSocket: comes back by itself, later each time, until the server has said that it is over.

const MOST_WAIT = 10_000;

export class Connection {
  #socket;
  #wait = 300;
  #hear;
  #changed;

  /** hear(message) for each message, changed(isOpen) when the connection comes or goes. */
  constructor(hear, changed) {
    this.#hear = hear;
    this.#changed = changed;
    this.#open();
  }

  #open() {
    const url = new URL("live", document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#wait = 300;
      this.#changed(true);
    };
    socket.onmessage = (event) => this.#hear(JSON.parse(event.data));
    socket.onclose = () => {
      this.#changed(false);
      setTimeout(() => this.#open(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, MOST_WAIT);
    };
  }

  send(message) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
