// GraphQL over HTTP, as the unmodified npm package `graphql-http` audits it. The audits know no sign-in: it is added to each of their
// requests. `--lenient` puts a server in between that answers everything as most do, to show that the audits would complain.
import { serverAudits } from 'graphql-http';
import { server, tokenOf } from './server.mjs';

const isLenient = process.argv.includes('--lenient');
const authorization = `Bearer ${await tokenOf('entry.2706')}`;

async function fetchFn(url, options = {}) {
  const response = await fetch(url, { ...options, headers: { ...options.headers, authorization } });
  return isLenient ? lenient(response) : response;
}

/** Always 200, always JSON, always with `data`. */
async function lenient(response) {
  const body = { data: null, ...JSON.parse(await response.text()) };
  return new Response(JSON.stringify(body), { status: 200, headers: { 'content-type': 'application/json' } });
}

for (const audit of serverAudits({ url: `${server}/graphql`, fetchFn })) {
  const { status, reason } = await audit.fn();
  const name = `${audit.id} ${audit.name}`;
  console.log(status === 'ok' ? `ok ${name}` : `not ok ${name}: ${status}: ${reason}`);
}
process.exit();
