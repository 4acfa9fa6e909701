// The semantics table: the text of each answer beside that of graphql-js. `--broken` breaks our answers first, to show that it would be seen.
import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql';
import { execute, schema } from './reference.mjs';
import { post, report } from './server.mjs';
import { executed, refused } from './table.mjs';

const isBroken = process.argv.includes('--broken');
const world = { producer: process.env.OTOP_PRODUCERS.split(',')[0] };

/** Our answer; broken if that is asked for. */
async function ours(row, broken) {
  const { status, text } = await post(row.username ?? 'entry.2706', request(row));
  return { status, text: isBroken ? JSON.stringify(broken(JSON.parse(text))) : text };
}

function request({ query, variables, operationName }) {
  return { query, operationName, variables: typeof variables === 'function' ? variables(world) : variables };
}

function same(ours, reference) {
  if (ours !== reference) throw new Error(`\n  ours      ${ours}\n  reference ${reference}`);
}

/** Errors of fields that do not wait for each other come in the order in which they happen. */
function ordered({ errors, ...rest }) {
  return JSON.stringify({ errors: errors.map((error) => JSON.stringify(error)).sort(), ...rest });
}

/** Byte by byte. */
async function isExecutedAlike(row) {
  const reference = await execute(row.username ?? 'entry.2706', request(row));
  const { status, text } = await ours(row, row.broken);
  if (row.inAnyOrder) same(ordered(JSON.parse(text)), ordered(JSON.parse(JSON.stringify(reference))));
  else same(text, JSON.stringify(reference));
  same(status, 200);
}

/** What both say of a refused request: that nothing was executed. Each has its own words for it. */
async function isRefusedAlike(row) {
  const reference = await execute('entry.2706', request(row));
  const { status, text } = await ours(row, () => ({ data: null, errors: [] }));
  const answer = JSON.parse(text);
  same(Object.keys(answer).join(), Object.keys(reference).join());
  same(status, 400);
  if (answer.errors.length === 0) throw new Error('refused without an error');
  for (const error of answer.errors) same(Object.keys(error).filter((key) => key === 'path').join(), '');
}

/** Introspection tells the contract: every type, field, argument, default, deprecation and description of it. */
async function isIntrospectedAlike() {
  const introspection = { oneOf: true, specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true, schemaDescription: true };
  const { text } = await ours({ query: getIntrospectionQuery(introspection) }, withoutItsLastField);
  const [told, known] = [buildClientSchema(JSON.parse(text).data), schema].map((one) => printSchema(lexicographicSortSchema(one)).split('\n'));
  const first = known.findIndex((line, index) => line !== told[index]);
  same(told[first], known[first]);
  same(told.length, known.length);
}

function withoutItsLastField(answer) {
  answer.data.__schema.types.find(({ name }) => name === 'Me').fields.pop();
  return answer;
}

const rows = [
  ...Object.entries(executed).map(([name, row]) => [name, () => isExecutedAlike(row)]),
  ...Object.entries(refused).map(([name, row]) => [name, () => isRefusedAlike(typeof row === 'string' ? { query: row } : row)]),
  ['introspection tells the whole contract', isIntrospectedAlike],
];

await report(rows);
process.exit();
