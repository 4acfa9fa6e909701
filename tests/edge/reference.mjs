// The reference: graphql-js, unmodified, on the server's own contract. It executes a document by itself; only what a single field holds
// is taken from the server, by the plainest of documents: one path, every argument spelled out, no alias, fragment or directive.
import { readFileSync } from 'node:fs';
import { GraphQLError, buildSchema, getNamedType, graphql, isCompositeType, valueFromASTUntyped } from 'graphql';
import { post } from './server.mjs';

export const schema = buildSchema(readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'));

// Scalars of our own: graphql-js takes any value for them unless it is told.
for (const [name, text] of Object.entries({ Month: /^\d{4}-(0[1-9]|1[0-2])$/, Baht: /^\d+(\.\d{1,2})?$/, Date: /^\d{4}-\d{2}-\d{2}$/ })) {
  const scalar = schema.getType(name);
  scalar.parseValue = (value) => {
    if (!text.test(value)) throw new TypeError(`not a ${name}`);
    return value;
  };
  scalar.parseLiteral = (node) => scalar.parseValue(valueFromASTUntyped(node));
}

/** An object of the server: the fields and list places that lead to it, and its type. */
class Found {
  constructor(path, type) {
    this.path = path;
    this.__typename = type;
  }
}

/** What one person is told, each field asked for once. */
class Facts {
  answers = new Map();

  constructor(username) {
    this.username = username;
  }

  /** What the field at the end of the path holds. */
  async of(path) {
    const { data, errors } = await this.ask(path.filter((step) => step.field));
    const place = path.map((step) => step.field ?? step.index);
    const found = place.reduce((value, step) => value?.[step], data);
    if (found === undefined || found === null) {
      // Of several items that fail alike, only the first is told of.
      const error = errors?.find(({ path }) => path.join() === place.join()) ?? errors?.[0];
      if (error) throw new GraphQLError(error.message, { extensions: error.extensions });
    }
    return found;
  }

  /** One path: `query ($a0: ID!) { district(code: $a0) { nameTh } }`. */
  ask(steps) {
    const [declared, variables] = [[], {}];
    let text = isCompositeType(getNamedType(steps.at(-1).type)) ? '{ __typename }' : '';
    for (const { field, on, args } of steps.toReversed()) {
      const given = args.map(({ name, type, value }) => {
        const variable = `a${declared.length}`;
        declared.push(`$${variable}: ${type}`);
        variables[variable] = value;
        return `${name}: $${variable}`;
      });
      const call = `${field}${given.length ? `(${given.join(', ')})` : ''} ${text}`;
      text = on ? `{ ... on ${on} { ${call} } }` : `{ ${call} }`;
    }
    const query = `query${declared.length ? ` (${declared.join(', ')})` : ''} ${text}`;
    const key = query + JSON.stringify(variables);
    if (!this.answers.has(key)) this.answers.set(key, post(this.username, { query, variables }).then(({ text }) => JSON.parse(text)));
    return this.answers.get(key);
  }

  /** The resolver of every field. */
  resolve = async (source, given, _, info) => {
    const { args } = info.parentType.getFields()[info.fieldName];
    const spelled = args.filter(({ name }) => name in given).map(({ name, type }) => ({ name, type, value: given[name] }));
    const on = info.path.prev ? info.parentType.name : null;
    const path = [...(source?.path ?? []), { field: info.fieldName, type: info.returnType, on, args: spelled }];
    const isObject = isCompositeType(getNamedType(info.returnType));
    const handle = (value, at) => {
      if (value === null || !isObject) return value;
      return Array.isArray(value) ? value.map((item, index) => handle(item, [...at, { index }])) : new Found(at, value.__typename);
    };
    return handle(await this.of(path), path);
  };
}

/** What graphql-js answers. */
export function execute(username, { query, variables, operationName }) {
  const fieldResolver = new Facts(username).resolve;
  return graphql({ schema, source: query, variableValues: variables, operationName, fieldResolver });
}
