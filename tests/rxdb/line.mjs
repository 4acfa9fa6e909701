// The line between a client and the server: a TCP relay that can be cut, and that can lose the next answer.
import net from 'node:net';

export class Line {
  #server;
  #pairs = new Set();
  #isCut = false;
  #losesAnswerTo = null;

  /** Opens a line to a server such as `http://127.0.0.1:8080`; `address` is its near end. `deaf`: nothing comes back on sockets. */
  static async open(server, { deaf = false } = {}) {
    const line = new Line();
    const { hostname, port } = new URL(server);
    line.#server = net.createServer((near) => line.#relay(near, net.connect(port, hostname), deaf));
    await new Promise((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    line.address = `http://127.0.0.1:${line.#server.address().port}`;
    return line;
  }

  #relay(near, far, deaf) {
    if (this.#isCut) { near.destroy(); far.destroy(); return; }
    const pair = { near, far };
    let upgraded = false;
    const end = () => { near.destroy(); far.destroy(); this.#pairs.delete(pair); };
    this.#pairs.add(pair);
    near.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      upgraded ||= /^upgrade: websocket/im.test(text);
      pair.asked ||= this.#losesAnswerTo?.test(text) ?? false;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (pair.asked) { this.#losesAnswerTo = null; this.lost += 1; end(); return; }
      if (!(deaf && upgraded && !bytes.toString('latin1').startsWith('HTTP'))) near.write(bytes);
    });
    for (const side of [near, far]) side.on('close', end).on('error', end);
  }

  /** Answers that were lost. */
  lost = 0;

  /** The request that matches arrives; when the server begins to answer it, the line breaks. */
  loseAnswerTo(pattern) { this.#losesAnswerTo = pattern; }

  cut() {
    this.#isCut = true;
    for (const { near, far } of this.#pairs) { near.destroy(); far.destroy(); }
    this.#pairs.clear();
  }

  mend() { this.#isCut = false; }
}
