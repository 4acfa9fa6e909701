// Stock RxDB at the second door. Prints `ok NAME` or `not ok NAME: why` for each check. The world: 2706 on 27 February, which has recorded
// nothing of the month yet. Each check has a producer of its own.
import assert from 'node:assert/strict';
import { Client, ask, food, idOf, until } from './client.mjs';

const producers = process.env.OTOP_PRODUCERS.split(',');
const isDeaf = process.argv.includes('--deaf');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));

/** What the server has, told by another way than RxDB's. */
async function master(session, id) {
  const query = 'query ($id: ID!) { node(id: $id) { ... on RevenueEntry { amount version deleted } } }';
  return (await ask(session, query, { id })).node;
}

async function masterIs(client, id, amount) {
  return until(`the server to have ${amount}`, async () => {
    const found = await master(client.session, id);
    return found && !found.deleted && found.amount === amount ? found : null;
  });
}

const waiting = '{ syncPull { rejections { offered acknowledgedAt refusal { code } } conflicts { entryId offeredAmount resolvedAt } } }';

const checks = {
  async 'initial pull in pages'() {
    const client = await Client.open('entry.2706', { batchSize: 7 });
    const { syncPull } = await ask(client.session, '{ syncPull { entries { id amount deleted } hasMore } }');
    const expected = syncPull.entries.filter(({ deleted }) => !deleted).map(({ id, amount }) => `${id} ${amount}`);
    assert.equal(syncPull.hasMore, false);
    assert.ok(expected.length > 28, `${expected.length} are no pages`);
    const pulled = (await client.figures.find().exec()).map(({ id, amount }) => `${id} ${amount}`);
    assert.deepEqual(pulled.sort(), expected.sort());
    await client.close();
  },

  async 'live stream'() {
    const [reader, writer] = [await Client.open('entry.2706', { deaf: isDeaf }), await Client.open('entry2.2706')];
    const figure = food(producers[0]);
    for (const amount of ['1.00', '2.00', '3.00']) {
      await writer.enter(figure, amount);
      await until(`${amount} to arrive`, async () => (await reader.amount(idOf(figure))) === amount, isDeaf ? 3_000 : undefined);
    }
    await (await writer.find(idOf(figure))).remove();
    await until('the removal to arrive', async () => (await reader.find(idOf(figure))) === null);
    await reader.close(); await writer.close();
  },

  async 'quick edits'() {
    const client = await Client.open('entry.2706');
    const figure = food(producers[1]);
    for (const amount of ['10.00', '20.00', '10.00', '20.00', '30.00']) await client.enter(figure, amount);
    const { version } = await masterIs(client, idOf(figure), '30.00');
    // What the stream told on the way may be seen once more; in the end the last edit stands.
    await until('the last version to come back', async () => (await client.find(idOf(figure))).version === version);
    assert.equal(await client.amount(idOf(figure)), '30.00');
    assert.equal((await master(client.session, idOf(figure))).version, version);
    assert.deepEqual(client.conflicts, []);
    await client.close();
  },

  async 'offline edits'() {
    const client = await Client.open('entry.2706');
    const figures = ['SHOP', 'ONLINE', 'FAIR'].map((channel) => food(producers[2], channel));
    await client.enter(figures[0], '1.00');
    await masterIs(client, idOf(figures[0]), '1.00');
    client.line.cut();
    for (const figure of figures) await client.enter(figure, '5.00');
    await client.enter(figures[0], '6.50');
    client.line.mend();
    for (const [index, amount] of ['6.50', '5.00', '5.00'].entries()) await masterIs(client, idOf(figures[index]), amount);
    assert.deepEqual(client.conflicts, []);
    await client.close();
  },

  async 'conflict'() {
    const [first, second] = [await Client.open('entry.2706'), await Client.open('entry2.2706')];
    const figure = food(producers[3]);
    second.line.cut();
    await second.enter(figure, '700.00');
    await first.enter(figure, '500.00');
    await masterIs(first, idOf(figure), '500.00');
    second.line.mend();
    await until('the second to be told', async () => (await second.amount(idOf(figure))) === '500.00');
    assert.equal(second.conflicts.length, 1);
    const { syncPull } = await ask(first.session, waiting);
    const kept = syncPull.conflicts.filter(({ entryId, resolvedAt }) => entryId === idOf(figure) && !resolvedAt);
    assert.deepEqual(kept.map(({ offeredAmount }) => offeredAmount), ['700.00']);
    await second.enter(figure, '650.00');
    await until('the first to see the decision', async () => (await first.amount(idOf(figure))) === '650.00');
    await first.close(); await second.close();
  },

  async 'refusal'() {
    const client = await Client.open('entry.2706');
    const early = { ...food(producers[4]), month: '2023-03' };
    const [bad, good] = [food(producers[4], 'ONLINE'), food(producers[4])];
    client.line.cut();
    await client.enter(early, '77.70');
    await client.enter(bad, '12.345');
    await client.enter(good, '12.34');
    client.line.mend();
    await masterIs(client, idOf(good), '12.34');
    for (const figure of [early, bad]) await until('the refused one to go', async () => (await client.find(idOf(figure))) === null);
    const { syncPull } = await ask(client.session, waiting);
    const kept = syncPull.rejections.map(({ offered, refusal }) => `${refusal.code} ${offered}`);
    assert.ok(kept.some((line) => line.startsWith('MONTH_NOT_OPEN') && line.includes('77.70')), kept.join('\n'));
    assert.ok(kept.some((line) => line.startsWith('INVALID') && line.includes('12.345')), kept.join('\n'));
    const behind = client.errors.length;
    await client.enter(good, '13.00');
    await masterIs(client, idOf(good), '13.00');
    assert.equal(client.errors.length, behind, 'nothing is retried');
    await client.close();
  },

  async 'lost answer'() {
    const client = await Client.open('entry.2706');
    const figure = food(producers[5]);
    for (const [index, amount] of ['8.00', '9.00', '8.00'].entries()) {
      client.line.loseAnswerTo(/PushRevenueEntry/);
      await client.enter(figure, amount);
      const { version } = await masterIs(client, idOf(figure), amount);
      await client.replication.awaitInSync();
      assert.equal(client.line.lost, index + 1, 'the answer was lost');
      assert.equal(version, index + 1);
      assert.equal((await master(client.session, idOf(figure))).version, index + 1, 'sent again without a second effect');
    }
    assert.deepEqual(client.conflicts, []);
    await client.close();
  },

  async 'expired token'() {
    const [client, other] = [await Client.open('entry.2706'), await Client.open('entry2.2706')];
    const figure = food(producers[0], 'ONLINE');
    const renewed = client.expire();
    client.line.cut();
    client.line.mend();
    await other.enter(figure, '3.30');
    await until('the stream to come back', async () => (await client.amount(idOf(figure))) === '3.30');
    assert.ok(renewed.times > 0, 'the old token opened nothing');
    const again = client.expire();
    await client.enter(figure, '4.40');
    await masterIs(other, idOf(figure), '4.40');
    assert.equal(again.times, 1);
    await client.close(); await other.close();
  },

  async 'two clients'() {
    const clients = [await Client.open('entry.2706'), await Client.open('entry2.2706')];
    const channels = ['SHOP', 'ONLINE', 'FAIR', 'OTHER'];
    const figures = channels.map((channel) => ({ ...food(producers[1], channel), category: 'HERB' }));
    for (let round = 0; round < 6; round += 1) {
      clients[round % 2].line.cut();
      for (const [side, client] of clients.entries()) {
        for (const figure of figures) await client.enter(figure, `${round * 10 + side}.00`);
      }
      clients[round % 2].line.mend();
    }
    const seen = async (client) => JSON.stringify(await Promise.all(figures.map((figure) => client.amount(idOf(figure)))));
    const stands = async () => {
      const found = await Promise.all(figures.map((figure) => master(clients[0].session, idOf(figure))));
      return JSON.stringify(found.map((entry) => entry?.amount));
    };
    await until('both to see what the server has', async () => {
      for (const client of clients) await client.replication.awaitInSync();
      const truth = await stands();
      return (await seen(clients[0])) === truth && (await seen(clients[1])) === truth;
    });
    await Promise.all(clients.map((client) => client.close()));
  },
};

for (const [name, check] of Object.entries(checks)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (problem) {
    console.log(`not ok ${name}: ${String(problem.stack).replaceAll('\n', ' ')}`);
  }
}
process.exit();
