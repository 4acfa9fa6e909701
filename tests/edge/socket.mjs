// graphql-transport-ws, as the unmodified npm client `graphql-ws` speaks it. `--broken` hears every result as the end, and every end as
// an orderly one, to show that it would be noticed.
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { post, report, server, tokenOf } from './server.mjs';

class Broken extends WebSocket {
  set onmessage(listener) {
    super.onmessage = ({ data }) => {
      const { type, id } = JSON.parse(data);
      listener({ data: ['next', 'error'].includes(type) ? JSON.stringify({ type: 'complete', id }) : data });
    };
  }

  set onclose(listener) {
    super.onclose = () => listener({ code: 1000, reason: '' });
  }
}

const webSocketImpl = process.argv.includes('--broken') ? Broken : WebSocket;
const url = `${server.replace('http', 'ws')}/graphql`;
const known = async () => ({ authorization: `Bearer ${await tokenOf('entry.2706')}` });

const open = (options = {}) => createClient({ url, webSocketImpl, connectionParams: known, retryAttempts: 0, ...options });

/** Every result of one operation. */
async function results(client, request) {
  const all = [];
  for await (const result of client.iterate(request)) all.push(result);
  return all;
}

/** The code a client is closed with. */
function closing(client) {
  return new Promise((resolve) => client.on('closed', ({ code }) => resolve(code)));
}

/** Somebody records a figure elsewhere. */
async function record(amount) {
  const [producerId] = process.env.OTOP_PRODUCERS.split(',');
  const id = `${producerId}|2023-02|FOOD|SHOP`;
  const document = { id, producerId, month: '2023-02', category: 'FOOD', channel: 'SHOP', amount, note: null, version: 0, deleted: false };
  const state = '{ node(id: $id) { ... on RevenueEntry { id producerId month category channel amount note version deleted } } }';
  const seen = JSON.parse((await post('entry2.2706', { query: `query ($id: ID!) ${state}`, variables: { id } })).text).data.node;
  const query = 'mutation ($rows: [RevenueEntryInputPushRow!]) { pushRevenueEntry(revenueEntryPushRow: $rows) { id } }';
  const { text } = await post('entry2.2706', { query, variables: { rows: [{ newDocumentState: document, assumedMasterState: seen }] } });
  assert.equal(text, '{"data":{"pushRevenueEntry":[]}}');
}

const changes = 'subscription ($after: Cursor) { syncChanges(after: $after) { cursor entries { amount } } }';

/** Reads a stream until somebody's figure arrives; gives the cursor after it. */
async function until(stream, amount) {
  for (;;) {
    const { value, done } = await stream.next();
    assert.ok(!done, `the stream ended before ${amount}`);
    const { cursor, entries } = value.data.syncChanges;
    if (entries.some((entry) => entry.amount === amount)) return cursor;
  }
}

const checks = {
  async 'a query'() {
    assert.deepEqual(await results(open(), { query: '{ __typename }' }), [{ data: { __typename: 'Query' } }]);
  },

  async 'a query with variables and a name'() {
    const query = 'query A { me { id } } query B($code: ID!) { district(code: $code) { code } }';
    const [{ data }] = await results(open(), { query, operationName: 'B', variables: { code: '2706' } });
    assert.deepEqual(data, { district: { code: '2706' } });
  },

  async 'a mutation that is refused'() {
    const query = 'mutation { consolidateMonth(input: { month: "2023-01" }) { number } }';
    const [{ data, errors }] = await results(open(), { query });
    assert.equal(data, null);
    assert.deepEqual(errors[0].path, ['consolidateMonth']);
  },

  async 'an invalid document'() {
    const told = await results(open(), { query: '{ me { shoeSize } }' }).then(() => null, (errors) => errors);
    assert.equal(told?.[0].extensions.code, 'INVALID');
  },

  async 'a subscription, its end, its id again'() {
    const client = open();
    for (const amount of ['1.00', '2.00']) {
      const stream = client.iterate({ query: changes });
      assert.deepEqual((await stream.next()).value.data.syncChanges.entries, []);
      await record(amount);
      await until(stream, amount);
      await stream.return();
    }
  },

  async 'several at once on one socket'() {
    const client = open({ lazy: false });
    const stream = client.iterate({ query: changes });
    await stream.next();
    const answers = await Promise.all(['a', 'b', 'c'].map((alias) => results(client, { query: `{ ${alias}: __typename }` })));
    assert.deepEqual(answers.map(([{ data }]) => Object.keys(data)[0]), ['a', 'b', 'c']);
    await record('3.00');
    await until(stream, '3.00');
    await stream.return();
    await client.dispose();
  },

  async 'its pings are answered'() {
    let pongs = 0;
    const answered = new Promise((resolve) => {
      const pong = (received) => { if (received) pongs += 1; if (pongs === 3) resolve(); };
      open({ lazy: false, keepAlive: 50, on: { pong } }).on('closed', resolve);
    });
    await Promise.race([answered, results(open(), { query: changes })]);
    assert.ok(pongs >= 3, `${pongs} pongs`);
  },

  async '4403: a stranger'() {
    const client = open({ connectionParams: { authorization: 'Bearer a.b.c' }, lazy: false, onNonLazyError: () => {} });
    assert.equal(await closing(client), 4403);
  },

  async '1012: the server restarts, the client comes back by itself and misses nothing'() {
    const codes = [];
    let after = null;
    const client = open({ retryAttempts: 200, retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)), shouldRetry: () => true });
    client.on('closed', ({ code }) => codes.push(code));
    const stream = client.iterate({ query: changes });
    await stream.next();
    await record('4.00');
    after = await until(stream, '4.00');
    process.kill(Number(process.env.OTOP_SERVER_ID), 'SIGTERM');
    // The stream goes on by itself, from now; what came between is asked for by the cursor.
    await stream.next();
    assert.equal(codes[0], 1012);
    await record('5.00');
    await until(client.iterate({ query: changes, variables: { after } }), '5.00');
    await client.dispose();
  },
};

await report(Object.entries(checks));
process.exit();
