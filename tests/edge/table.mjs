// What the specification says of execution, one row a clause. `broken` is the answer of a server that has this clause wrong: the row is worth
// something only if that would be seen.
const district = '2706';
const february = '2023-02';

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};
const keysSorted = (answer) => ({ ...answer, data: sorted(answer.data) });
const dataNull = (answer) => ({ ...answer, data: null });
const withoutErrors = ({ data }) => ({ data });
const errorsLast = ({ errors, ...rest }) => ({ ...rest, errors });
const withoutPaths = (answer) => ({ ...answer, errors: answer.errors.map(({ path, ...rest }) => rest) });
const withoutPlaces = (answer) => ({ ...answer, errors: answer.errors.map(({ locations, ...rest }) => rest) });
const withData = ({ errors }) => ({ errors, data: null });
const accepted = () => ({ data: {} });
const oneMore = (answer) => ({ ...answer, errors: [...answer.errors, answer.errors[0]] });

export const executed = {
  'keys stand in the order they are asked for': {
    query: '{ me { position name id } channels { nameEn code nameTh } }',
    broken: keysSorted,
  },
  'keys of fragments stand where the fragment stands': {
    query: `{ me { position ...Name id ... on Me { assignments { role } } } } fragment Name on Me { name }`,
    broken: keysSorted,
  },
  'a key keeps the place of its first mention': {
    query: '{ me { id name ...F } me { position id } } fragment F on Me { position assignments { area } name }',
    broken: keysSorted,
  },
  'aliases name the keys': {
    query: '{ z: me { b: name a: name name } a: me { id } }',
    broken: keysSorted,
  },
  'the same key is one field, its selections together': {
    query: `{ district(code: "2706") { province { code } } ...F district(code: "2706") { province { nameEn } subdistricts { code } } }
      fragment F on Query { district(code: "2706") { nameTh subdistricts { nameEn } } }`,
    broken: keysSorted,
  },
  'the same key in lists of lists of objects': {
    query: '{ nation { provinces { districts { nameTh } } } nation { provinces { code districts { code subdistricts { code } } } } }',
    broken: keysSorted,
  },
  '__typename of objects, of the root, under an alias': {
    query: '{ __typename t: __typename me { __typename assignments { kind: __typename } } channels { __typename } }',
    broken: (answer) => ({ data: { ...answer.data, __typename: 'QueryRoot' } }),
  },
  '__typename of an interface and of its objects': {
    query: `query ($p: ID!) { a: node(id: "TH") { __typename } b: node(id: "27") { __typename id } c: node(id: $p) { ... on Node { __typename } }
      d: node(id: "2706:2023-02") { ... on Report { __typename status } ... on District { nameTh } } }`,
    variables: ({ producer }) => ({ p: producer }),
    broken: (answer) => ({ data: { ...answer.data, a: { __typename: 'Node' } } }),
  },
  'fragments apply by the object they meet': {
    query: `{ a: node(id: "27") { ...All } b: node(id: "2706") { ...All } c: node(id: "270601") { id ...All } }
      fragment All on Node { ... on District { nameTh province { code } } ... on Province { nameEn region } ... on Subdistrict { id nameTh } id }`,
    broken: keysSorted,
  },
  'a fragment on the interface within one on an object': {
    query: '{ node(id: "2706") { ... on District { ... on Node { id ... on District { nameTh } ... on Province { region } } } } }',
    broken: (answer) => ({ data: { node: { ...answer.data.node, region: null } } }),
  },
  'null where there is nothing': {
    query: '{ node(id: "9999") { id } province(code: "99") { nameTh } district(code: "9999") { nameTh province { code } } }',
    broken: (answer) => ({ ...answer, data: { ...answer.data, node: {} } }),
  },
  'an empty list is a list': {
    query: '{ district(code: "2706") { producers(first: 0) { nodes { id } edges { node { id } } totalCount } } }',
    broken: (answer) => ({ data: null }),
  },
  'lists of objects, of leaves, of one': {
    username: 'department',
    query: `query ($producer: ID!) { nation { provinces { code } rollup(period: { fiscalYear: 2566 }) { monthTotals completeness { missingDistricts } } }
      producer(id: $producer) { products { name category } sheets(from: "2022-10", to: "2023-01") { month cells { amount } total } } }`,
    variables: ({ producer }) => ({ producer }),
    broken: dataNull,
  },
  'an error of a nullable field leaves null and its neighbours': {
    query: '{ me { name } district(code: "2701") { nameTh } calendar(month: "2023-02") { opensAt } }',
    variables: () => ({}),
    broken: (answer) => { const { district: _, ...data } = answer.data; return { ...answer, data }; },
    username: 'viewer',
  },
  'an error of a non-null field empties the nearest nullable one': {
    username: 'viewer',
    query: '{ me { name } district(code: "2706") { nameTh producers { totalCount } } b: district(code: "2706") { nameTh } }',
    broken: dataNull,
  },
  'an error deep under non-null fields climbs as far': {
    username: 'viewer',
    query: '{ me { name } province(code: "27") { nameTh districts { nameTh committee { name } } } }',
    broken: dataNull,
  },
  'an error under nothing nullable empties data': {
    query: '{ me { name } nation { provinces { code } rollup(period: { month: "2023-01" }) { revenue } } }',
    broken: withoutErrors,
  },
  'errors come first, with place and path': {
    username: 'viewer',
    query: '{\n  me { name }\n  district(code: "2706") {\n    nameTh\n      who: committee { name }\n  }\n}',
    broken: errorsLast,
  },
  'the path names aliases': {
    username: 'viewer',
    query: '{ me { name } first: district(code: "2706") { second: producers { totalCount } } }',
    broken: withoutPaths,
  },
  'the path counts the places of lists': {
    username: 'viewer',
    query: '{ province(code: "27") { name: nameTh } node(id: "27") { ... on Province { districts { it: attention { heldCount } } } } }',
    broken: withoutPaths,
  },
  'the place is that of the field': {
    username: 'viewer',
    query: '{ me { name }\n\n  district(code: "2706") { ...F } }\nfragment F on District {\n   attention { heldCount }\n}',
    broken: withoutPlaces,
  },
  'two errors of two nullable fields are both told': {
    username: 'viewer',
    query: '{ a: district(code: "2706") { committee { name } } b: district(code: "2706") { producers { totalCount } } }',
    inAnyOrder: true,
    broken: (answer) => ({ ...answer, errors: answer.errors.slice(1) }),
  },
  'an error of a field asked for twice is told once': {
    username: 'viewer',
    query: '{ district(code: "2706") { nameTh } ... on Query { district(code: "2706") { nameEn } } ...F } fragment F on Query { district(code: "2706") { code } }',
    broken: keysSorted,
  },
  'an omitted variable leaves the default of the argument': {
    query: 'query ($first: Int) { district(code: "2706") { producers(first: $first) { nodes { name } pageInfo { hasNextPage } } } }',
    broken: dataNull,
  },
  'an omitted enum leaves the default of the argument': {
    username: 'department',
    query: 'query ($basis: Basis) { nation { rollup(period: { month: "2023-01" }, basis: $basis) { revenue } } }',
    broken: dataNull,
  },
  'an omitted variable without a default is an omitted argument': {
    query: 'query ($after: String, $month: Month) { district(code: "2706") { producers(first: 2, after: $after, activeIn: $month) { nodes { name } } } }',
    broken: dataNull,
  },
  'a null variable is a null': {
    query: 'query ($after: String, $month: Month) { district(code: "2706") { producers(first: 2, after: $after, activeIn: $month) { nodes { name } } } }',
    variables: () => ({ after: null, month: null }),
    broken: dataNull,
  },
  'the default of a variable': {
    query: 'query ($first: Int = 2) { district(code: "2706") { producers(first: $first) { nodes { name } } } }',
    broken: (answer) => ({ data: { district: { producers: { nodes: [] } } } }),
  },
  'a given variable before its default': {
    query: 'query ($first: Int = 2) { district(code: "2706") { producers(first: $first) { nodes { name } } } }',
    variables: () => ({ first: 1 }),
    broken: (answer) => ({ data: { district: { producers: { nodes: [] } } } }),
  },
  'the default of a variable, of a non-null argument': {
    query: 'query ($code: ID! = "2706", $month: Month! = "2023-01") { district(code: $code) { nameTh report(month: $month) { month } } }',
    broken: dataNull,
  },
  'an omitted variable within an input object': {
    username: 'department',
    query: `query ($number: Int, $month: Month) { nation { rollup(period: { fiscalYear: 2566 }) { revenue } } consolidation(month: "2022-11", number: $number) { number }
      producer(id: "00000000-0000-7000-8000-000000000000") { kind(month: $month) } }`,
    broken: (answer) => ({ data: null }),
  },
  'input objects, whole and by their fields': {
    username: 'department',
    query: `query ($whole: PeriodInput!, $month: Month!, $round: RoundInput, $year: Int!) { nation { a: rollup(period: $whole) { revenue } b: rollup(period: { month: $month }) { revenue }
      c: rollup(period: { round: $round }) { revenue } d: rollup(period: { round: { fiscalYear: $year, number: 1 } }) { revenue } } }`,
    variables: () => ({ whole: { range: { from: '2022-10', to: '2022-12' } }, month: '2023-01', round: { fiscalYear: 2566, number: 1 }, year: 2566 }),
    broken: (answer) => ({ data: { nation: { ...answer.data.nation, c: null } } }),
  },
  'an id may be written as a number': {
    query: 'query ($code: ID!) { a: district(code: 2706) { nameTh } b: district(code: $code) { nameTh } }',
    variables: () => ({ code: 2706 }),
    broken: (answer) => ({ data: { ...answer.data, b: null } }),
  },
  '@skip and @include by literals': {
    query: '{ me { id @skip(if: true) name @skip(if: false) position @include(if: true) } channels @include(if: false) { code } }',
    broken: (answer) => ({ data: { ...answer.data, channels: null } }),
  },
  '@skip and @include by variables': {
    query: 'query ($yes: Boolean!, $no: Boolean!) { me { id @skip(if: $yes) name @include(if: $yes) position @include(if: $no) } channels @skip(if: $no) { code } }',
    variables: () => ({ yes: true, no: false }),
    broken: (answer) => ({ data: { me: answer.data.me } }),
  },
  '@skip and @include by the defaults of variables': {
    query: 'query ($yes: Boolean = true, $no: Boolean! = false) { me { id @skip(if: $yes) name @include(if: $yes) position @include(if: $no) } channels @skip(if: $no) { code } }',
    broken: (answer) => ({ data: { ...answer.data, me: { id: '', ...answer.data.me } } }),
  },
  '@skip and @include together: both must let it through': {
    query: '{ me { id @skip(if: false) @include(if: false) name @skip(if: true) @include(if: true) position @skip(if: false) @include(if: true) } }',
    broken: (answer) => ({ data: { me: {} } }),
  },
  '@skip and @include of fragments': {
    query: `query ($no: Boolean = false) { me { id ...Name @include(if: $no) ... @skip(if: true) { position } ... on Me @include(if: true) { assignments { role } } } }
      fragment Name on Me { name }`,
    broken: (answer) => ({ data: { me: { ...answer.data.me, name: '' } } }),
  },
  '@skip and @include within fragments': {
    query: 'query ($no: Boolean = false) { me { ...F ... { name @include(if: $no) position } } } fragment F on Me { id @include(if: $no) assignments { role @skip(if: true) area } }',
    broken: (answer) => ({ data: { me: { ...answer.data.me, id: '' } } }),
  },
  'an object of which everything is skipped': {
    query: '{ me { name @skip(if: true) } channels { code @include(if: false) } }',
    broken: (answer) => ({ data: { me: null, channels: [] } }),
  },
  'a nullable variable with a default in a condition': {
    query: 'query ($a: Boolean = true) { me { name @include(if: $a) id } }',
    broken: (answer) => ({ data: { me: { id: answer.data.me.id } } }),
  },
  'everything skipped': {
    query: '{ me @skip(if: true) { name } ... @include(if: false) { channels { code } } }',
    broken: dataNull,
  },
  'a skipped mention does not skip another': {
    query: '{ me { name @skip(if: true) name } me @include(if: false) { id } }',
    broken: (answer) => ({ data: { me: {} } }),
  },
  'introspection of one type, in the order of the contract': {
    query: `{ __type(name: "PeriodInput") { __typename kind name isOneOf inputFields { name defaultValue type { kind name } } fields { name } }
      district: __type(name: "District") { name kind interfaces { name } possibleTypes { name } enumValues { name }
        fields { name isDeprecated deprecationReason args { name defaultValue type { kind ofType { name } } } type { kind name ofType { kind name ofType { kind name } } } } }
      node: __type(name: "Node") { kind fields { name } } none: __type(name: "Nothing") { name } }`,
    broken: (answer) => ({ data: { ...answer.data, none: {} } }),
  },
  'introspection beside fields': {
    query: '{ me { __typename } __schema { queryType { name } mutationType { name } subscriptionType { name } } basis: __type(name: "Basis") { enumValues { name isDeprecated } } }',
    broken: keysSorted,
  },
  'one operation of several': {
    query: 'query A { me { id } } query B { me { name } } mutation C { consolidateMonth(input: { month: "2023-01" }) { number } }',
    operationName: 'B',
    broken: (answer) => ({ data: { me: { id: '' } } }),
  },
  'texts of every kind of letter': {
    query: 'query ($a: ID!) { a: district(code: $a) { nameTh } b: district(code: "\\u0e01 \\"\\\\ \\n\\t 🏃") { nameTh } c: district(code: """block "text" \\""" \n  more""") { nameTh } }',
    variables: () => ({ a: 'กา 🏊 "\\' }),
    broken: (answer) => ({ ...answer, data: { ...answer.data, b: {} } }),
  },
};

export const refused = {
  'syntax': '{ me { name }',
  'syntax: an empty selection': '{ me { } }',
  'syntax: nothing': ' # nothing\n',
  'syntax: an unknown letter': '{ me { name ? } }',
  'syntax: a text without an end': '{ district(code: "27) { id } }',
  'a type definition is nothing to execute': 'type A { a: Int } query { me { name } }',
  'operations of the same name': 'query A { me { id } } query A { me { name } }',
  'an operation without a name beside others': '{ me { id } } query A { me { name } }',
  'which operation': 'query A { me { id } } query B { me { name } }',
  'an unknown operation': { query: 'query A { me { id } }', operationName: 'B' },
  'an operation without that name': { query: '{ me { id } }', operationName: 'B' },
  'an unknown field': '{ me { shoeSize } }',
  'a field of another type': '{ node(id: "TH") { nameTh } }',
  'a leaf with fields': '{ me { name { first } } }',
  'an object without fields': '{ me }',
  'a list of objects without fields': '{ channels }',
  'an unknown argument': '{ district(code: "2706", colour: 1) { id } }',
  'an unknown argument of a directive': '{ me { name @skip(if: true, unless: false) } }',
  'a missing argument': '{ district { id } }',
  'a missing argument of a directive': '{ me { name @skip } }',
  'a null for a non-null argument': '{ district(code: null) { id } }',
  'an argument twice': '{ district(code: "2706", code: "2706") { id } }',
  'an argument of another type': '{ district(code: "2706") { producers(first: "two") { totalCount } } }',
  'a number out of range': '{ district(code: "2706") { producers(first: 99999999999) { totalCount } } }',
  'an unknown value of an enum': '{ nation { rollup(period: { month: "2023-01" }, basis: SOME) { revenue } } }',
  'an enum as a text': '{ nation { rollup(period: { month: "2023-01" }, basis: "ALL") { revenue } } }',
  'an unknown field of an input object': '{ nation { rollup(period: { week: 1 }) { revenue } } }',
  'a missing field of an input object': '{ nation { rollup(period: { round: { fiscalYear: 2566 } }) { revenue } } }',
  'a field of an input object twice': '{ nation { rollup(period: { month: "2023-01", month: "2023-01" }) { revenue } } }',
  'an unknown type of a variable': 'query ($a: Colour) { me { name } }',
  'a variable of an output type': 'query ($a: Me) { me { name } }',
  'an unknown type of a fragment': '{ me { ... on Colour { name } } }',
  'a fragment on a leaf': '{ me { name { ... on String { a } } } }',
  'a fragment on an enum': '{ me { ...F } } fragment F on Role { a }',
  'an unknown fragment': '{ me { ...F } }',
  'an unused fragment': '{ me { name } } fragment F on Me { name }',
  'fragments of the same name': '{ me { ...F } } fragment F on Me { name } fragment F on Me { id }',
  'a fragment within itself': '{ me { ...F } } fragment F on Me { name ...F }',
  'fragments within each other': '{ me { ...F } } fragment F on Me { ...G } fragment G on Me { ...F }',
  'a fragment that can never apply': '{ me { ... on District { nameTh } } }',
  'a spread that can never apply': '{ node(id: "TH") { ...F } } fragment F on Channel { code }',
  'variables of the same name': 'query ($a: ID!, $a: ID!) { district(code: $a) { id } }',
  'an undefined variable': '{ district(code: $a) { id } }',
  'an undefined variable in a fragment': '{ ...F } fragment F on Query { district(code: $a) { id } }',
  'an unused variable': 'query ($a: ID) { me { name } }',
  'a nullable variable where null is none': 'query ($a: ID) { district(code: $a) { id } }',
  'a variable of another type': 'query ($a: Int!) { district(code: $a) { id } }',
  'a nullable variable in a directive': 'query ($a: Boolean) { me { name @skip(if: $a) } }',
  'a default of another type': 'query ($a: Int = "x") { district(code: "2706") { producers(first: $a) { totalCount } } }',
  'an unknown directive': '{ me { name @loud } }',
  'a directive in the wrong place': 'query @skip(if: true) { me { name } }',
  'a directive twice': '{ me { name @skip(if: false) @skip(if: false) } }',
  'one key, two fields': '{ me { a: name a: position } }',
  'one key, two fields, in two mentions of their object': '{ me { a: name } me { a: position } }',
  'one key, other arguments': '{ district(code: "2706") { id } district(code: "2701") { id } }',
  'one key, two fields, in fragments': '{ me { ...F a: name } } fragment F on Me { a: position }',
  'one key, leaf and object': '{ a: node(id: "27") { ... on Province { x: nameTh } ... on District { x: province { code } } } }',
  'one key, null and non-null': '{ node(id: "27") { ... on Report { x: meeting } ... on District { x: nameTh } } }',
  '@oneOf without a member': '{ nation { rollup(period: {}) { revenue } } }',
  '@oneOf with two members': '{ nation { rollup(period: { month: "2023-01", fiscalYear: 2566 }) { revenue } } }',
  '@oneOf with a null': '{ nation { rollup(period: { month: null }) { revenue } } }',
  '@oneOf in a variable, without a member': { query: 'query ($p: PeriodInput!) { nation { rollup(period: $p) { revenue } } }', variables: { p: {} } },
  '@oneOf in a variable, with two members': {
    query: 'query ($p: PeriodInput!) { nation { rollup(period: $p) { revenue } } }',
    variables: { p: { month: '2023-01', fiscalYear: 2566 } },
  },
  '@oneOf in a variable, with a null': { query: 'query ($p: PeriodInput!) { nation { rollup(period: $p) { revenue } } }', variables: { p: { month: null } } },
  'a missing variable': { query: 'query ($a: ID!) { district(code: $a) { id } }' },
  'a null variable': { query: 'query ($a: ID!) { district(code: $a) { id } }', variables: { a: null } },
  'a variable that is no number': {
    query: 'query ($n: Int) { district(code: "2706") { producers(first: $n) { totalCount } } }',
    variables: { n: 'two' },
  },
  'a variable that is no whole number': {
    query: 'query ($n: Int) { district(code: "2706") { producers(first: $n) { totalCount } } }',
    variables: { n: 1.5 },
  },
  'a variable out of range': { query: 'query ($n: Int) { district(code: "2706") { producers(first: $n) { totalCount } } }', variables: { n: 99999999999 } },
  'a literal that is no month': '{ calendar(month: "2023-13") { opensAt } }',
  'a literal that is no month, deep inside': '{ nation { rollup(period: { range: { from: "2023-01", to: "soon" } }) { revenue } } }',
  'a variable that is no month': { query: 'query ($m: Month!) { calendar(month: $m) { opensAt } }', variables: { m: '2023-13' } },
  'a variable that is no sum of money': {
    query: 'mutation ($i: SyncPushInput!) { syncPush(input: $i) { epoch } }',
    variables: {
      i: {
        deviceId: '0', ackedThrough: 0,
        operations: [{
          operationId: '0', deviceSeq: 1, base: { version: 0 },
          change: { cell: { producerId: '0', month: '2023-02', category: 'FOOD', channel: 'SHOP', amount: 'much' } },
        }],
      },
    },
  },
  'a variable that is no id': { query: 'query ($a: ID!) { district(code: $a) { id } }', variables: { a: true } },
  'a variable that is a list': { query: 'query ($a: ID!) { district(code: $a) { id } }', variables: { a: ['2706'] } },
  'a variable of an unknown enum value': {
    query: 'query ($b: Basis) { nation { rollup(period: { month: "2023-01" }, basis: $b) { revenue } } }',
    variables: { b: 'SOME' },
  },
  'a variable with an unknown field': {
    query: 'query ($r: RoundInput!) { nation { rollup(period: { round: $r }) { revenue } } }',
    variables: { r: { fiscalYear: 2566, number: 1, week: 1 } },
  },
  'a variable with a missing field': {
    query: 'query ($r: RoundInput!) { nation { rollup(period: { round: $r }) { revenue } } }',
    variables: { r: { fiscalYear: 2566 } },
  },
  'an unused bad variable of a field that is skipped': {
    query: 'query ($a: ID!) { me { name } district(code: $a) @skip(if: true) { id } }',
    variables: {},
  },
  'a subscription with two roots': 'subscription { a: syncChanges { hasMore } b: syncChanges { hasMore } }',
  'a subscription of __typename': 'subscription { __typename }',
};
