// Signing in by an outside identity provider, as a browser does: `ok NAME` for each check, or `not ok NAME: why`.
import assert from 'node:assert/strict';
import { Browser } from './browser.mjs';
import { serve } from './provider.mjs';

const server = process.env.OTOP_SERVER;
const callback = `${server}/auth/oidc/callback`;

/** The address that the provider sends a browser back to, after whoever sits before it typed that name. */
async function proved(browser, name) {
  const isOurs = (url) => url.startsWith(callback);
  let page = await browser.follow(`${server}/auth/oidc/start`, isOurs);
  for (const fields of [{ prompt: 'login', login: name, password: 'any' }, { prompt: 'consent' }]) {
    if (isOurs(page.url)) break;
    assert.equal(page.status, 200, page.text);
    page = await browser.follow(await browser.submit(page.url, fields), isOurs);
  }
  return page.url;
}

/** The code behind the `#`. */
async function handed(browser, back) {
  const { status, location } = await browser.step(back);
  assert.equal(status, 303);
  return location.match(/^\/#signed-in=(.+)$/)[1];
}

const claim = (browser, code) => browser.post(`${server}/auth/oidc/claim`, { code });

async function nameOf(token) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${server}/graphql`, { method: 'POST', headers, body: '{"query":"{ me { assignments { area } } }"}' });
  return (await response.json()).data.me.assignments[0].area;
}

const checks = {
  async 'a linked person is signed in, once'() {
    const browser = new Browser();
    const code = await handed(browser, await proved(browser, 'subject-of-2706'));
    const { status, body } = await claim(browser, code);
    assert.equal(status, 200);
    assert.equal(await nameOf(body.accessToken), '2706');
    assert.equal((await claim(browser, code)).status, 401, 'a code is good once');
  },
  async 'who is linked to no account is nobody'() {
    const browser = new Browser();
    assert.equal((await browser.step(await proved(browser, 'somebody'))).status, 401);
  },
  async 'what comes back comes back once'() {
    const browser = new Browser();
    const back = await proved(browser, 'subject-of-2706');
    await handed(browser, back);
    assert.equal((await browser.step(back)).status, 401);
  },
  async 'another browser cannot come back in its place'() {
    const [victim, thief] = [new Browser(), new Browser()];
    const back = await proved(victim, 'subject-of-2706');
    await proved(thief, 'somebody');
    assert.equal((await thief.step(back)).status, 401);
    assert.equal((await new Browser().step(back)).status, 401);
  },
  async 'another browser cannot take the tokens'() {
    const [victim, thief] = [new Browser(), new Browser()];
    const code = await handed(victim, await proved(victim, 'subject-of-2706'));
    await proved(thief, 'somebody');
    assert.equal((await claim(thief, code)).status, 401);
    assert.equal((await claim(victim, code)).status, 200);
  },
  async 'a code of another sign-in is not believed'() {
    const [one, other] = [new Browser(), new Browser()];
    const theirs = new URL(await proved(other, 'subject-of-2706'));
    const ours = new URL(await proved(one, 'somebody'));
    ours.searchParams.set('code', theirs.searchParams.get('code'));
    assert.equal((await one.step(ours.href)).status, 401);
  },
  async 'an answer in the name of another provider is not believed'() {
    const browser = new Browser();
    const back = new URL(await proved(browser, 'subject-of-2706'));
    back.searchParams.set('iss', 'https://evil.example');
    assert.equal((await browser.step(back.href)).status, 401);
  },
  async 'an answer without a code is none'() {
    const browser = new Browser();
    await proved(browser, 'subject-of-2706');
    assert.equal((await browser.step(`${callback}?error=access_denied`)).status, 401);
  },
};

const provider = await serve(Number(process.env.OTOP_PROVIDER_PORT), callback);
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (problem) {
    console.log(`not ok ${name}: ${String(problem.message ?? problem).replaceAll('\n', ' ')}`);
  }
}
provider.close();
process.exit();
