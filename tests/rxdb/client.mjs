// A client of stock RxDB: a database in memory, its replication by the configuration of docs/rxdb.md, and the line it hangs on.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { createRxDatabase } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { Session, replicate, schema } from './otop.mjs';
import { Line } from './line.mjs';

export const server = process.env.OTOP_SERVER;
const password = process.env.OTOP_PASSWORD;

/** Polls until the condition yields something. */
export async function until(what, condition, patience = 30_000) {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Asks as a program without RxDB does. */
export async function ask(session, query, variables) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` };
  const response = await fetch(`${server}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const answer = await response.json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** The server's own signing key. Its file also carries the public half, which Node 20 cannot read: only the secret one is taken. */
function signingKey() {
  const der = Buffer.from(process.env.OTOP_TOKEN_KEY.replace(/-----[^-]+-----/g, ''), 'base64');
  const secret = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), der.subarray(16, 48)]);
  return createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
}

/** A token of the same claims from an hour ago. */
function anHourOld(token) {
  const [head, body] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  const old = { ...claims, iat: claims.iat - 3_600, exp: claims.exp - 3_600 };
  const text = `${head}.${Buffer.from(JSON.stringify(old)).toString('base64url')}`;
  return `${text}.${sign(null, Buffer.from(text), signingKey()).toString('base64url')}`;
}

export class Client {
  errors = [];
  conflicts = [];

  static async open(username, { batchSize = 50, deaf = false } = {}) {
    const client = new Client();
    client.line = await Line.open(server, { deaf });
    client.session = new Session(client.line.address, randomUUID());
    await client.session.signIn(username, password);
    client.database = await createRxDatabase({ name: randomUUID(), storage: getRxStorageMemory(), multiInstance: false });
    ({ revenueEntry: client.figures } = await client.database.addCollections({ revenueEntry: { schema } }));
    client.replication = replicate(client.figures, client.session, { retryTime: 200, batchSize });
    client.replication.error$.subscribe((error) => client.errors.push(error));
    client.replication.conflict$.subscribe((conflict) => client.conflicts.push(conflict));
    await client.replication.awaitInitialReplication();
    return client;
  }

  /** Its token has expired. Tells how often it was renewed since. */
  expire() {
    const renewed = { times: 0 };
    const refresh = this.session.refresh.bind(this.session);
    this.session.refresh = () => { renewed.times += 1; return refresh(); };
    this.session.accessToken = anHourOld(this.session.accessToken);
    return renewed;
  }

  find(id) { return this.figures.findOne(id).exec(); }

  /** What is seen of a figure: its amount, or none. */
  async amount(id) { return (await this.find(id))?.amount; }

  async enter(figure, amount) {
    const found = await this.find(idOf(figure));
    return found ? found.incrementalPatch({ amount }) : this.figures.insert({ ...figure, amount });
  }

  /** The line stays: a socket that is cut while the client takes leave of it rejects a promise that nobody holds any more. */
  close() { return this.database.close(); }
}

/** A figure of February, of which the district has recorded none. */
export function food(producerId, channel = 'SHOP') {
  return { producerId, month: '2023-02', category: 'FOOD', channel };
}

export function idOf({ producerId, month, category, channel }) {
  return [producerId, month, category, channel].join('|');
}
