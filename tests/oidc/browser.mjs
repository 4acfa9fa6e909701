// A browser, as far as signing in needs one: cookies for each server, forms, redirects followed one by one.

export class Browser {
  #cookies = new Map();

  async #fetch(url, options = {}) {
    const jar = this.#jar(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...options, redirect: 'manual', headers: { ...options.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      jar.set(name, value);
    }
    return response;
  }

  #jar(url) {
    const { origin } = new URL(url);
    if (!this.#cookies.has(origin)) this.#cookies.set(origin, new Map());
    return this.#cookies.get(origin);
  }

  /** Follows redirects until a page, or until an address that `stop` wants to see first. */
  async follow(url, stop = () => false) {
    for (let hops = 0; hops < 20; hops += 1) {
      if (stop(url)) return { url };
      const response = await this.#fetch(url);
      const next = response.headers.get('location');
      if (!next) return { url, status: response.status, text: await response.text() };
      url = new URL(next, url).href;
    }
    throw new Error('redirects without an end');
  }

  /** Sends a form and tells where it leads. */
  async submit(url, fields) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await this.#fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
    return new URL(response.headers.get('location'), url).href;
  }

  /** Asks a server with JSON. */
  async post(url, body) {
    const headers = { 'content-type': 'application/json' };
    const response = await this.#fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  }

  /** One step back to us: the status, and where it leads. */
  async step(url) {
    const response = await this.#fetch(url);
    return { status: response.status, location: response.headers.get('location') };
  }
}
