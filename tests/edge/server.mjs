// The server under test, as people reach it.
export const server = process.env.OTOP_SERVER;
const password = process.env.OTOP_PASSWORD;
const tokens = new Map();

const json = { 'content-type': 'application/json' };

/** The access token of a person, signed in once. */
export async function tokenOf(username) {
  if (!tokens.has(username)) tokens.set(username, signIn(username));
  return tokens.get(username);
}

async function signIn(username) {
  const response = await fetch(`${server}/auth/login`, { method: 'POST', headers: json, body: JSON.stringify({ username, password }) });
  return (await response.json()).accessToken;
}

/** What a person is answered: the status, and the body as text. */
export async function post(username, request) {
  const headers = { ...json, accept: 'application/graphql-response+json', authorization: `Bearer ${await tokenOf(username)}` };
  const response = await fetch(`${server}/graphql`, { method: 'POST', headers, body: JSON.stringify(request) });
  return { status: response.status, text: await response.text() };
}

/** Runs checks by their names: prints `ok NAME`, or `not ok NAME: why`. */
export async function report(checks) {
  for (const [name, check] of checks) {
    try {
      await check();
      console.log(`ok ${name}`);
    } catch (problem) {
      console.log(`not ok ${name}: ${String(problem.message ?? problem).replaceAll('\n', ' ')}`);
    }
  }
}
