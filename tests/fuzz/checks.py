"""What every answer to an invented question has to be. `st run` loads it (SCHEMATHESIS_HOOKS); run.py starts that."""

import os
import re

import schemathesis
from graphql import FieldNode, NameNode, SelectionSetNode, Visitor, build_schema, execute, parse, print_ast, visit
from hypothesis import strategies as some

SDL = build_schema(open(os.environ["OTOP_SDL"], encoding="utf-8").read())
CODES = set(SDL.type_map["RefusalCode"].values) - {"INTERNAL"}
# What only somebody who knows our inside could say.
INSIDE = re.compile(r"panicked|diesel|tokio|postgres|relation \"|column \"|\.rs:\d|src/", re.IGNORECASE)
# Words of our own scalars: mostly sensible ones, so that questions get further than their arguments; and some that are none.
MONTHS = some.sampled_from(["2023-02", "2023-01", "2022-10", "1900-13", ""])
DAYS = some.sampled_from(["2023-02-28", "2023-02-30"])
INSTANTS = some.sampled_from(["2023-02-28T10:00:00Z", "2023-02-28T10:00:00+07:00", "yesterday"])
SUMS = some.sampled_from(["0.00", "1250.50", "999999999999.99", "-1", "1e3", "๑๒"])
PERCENTS = some.sampled_from(["6.00", "-12.5", "0", "999999999.99", "2.001", "สอง"])
NUMBERS = some.integers(min_value=-(2**63), max_value=2**63 - 1).map(str)
PLACES = ["TH", "27", "2701", "270101", "2701:2023-02", "30", "3001", "9999", ""]
# Producers of the demonstration and the device of the sign-in.
IDS = some.sampled_from(PLACES + os.environ["OTOP_IDS"].split(",")) | some.uuids().map(str)


def literal(strategy):
    """Texts as they stand in a document."""
    return strategy.map(lambda text: schemathesis.graphql.nodes.String(text))


SCALARS = {
    "Month": MONTHS, "Date": DAYS, "DateTime": INSTANTS, "Baht": SUMS, "Percent": PERCENTS, "Long": NUMBERS, "Cursor": IDS, "ID": IDS,
}
for name, strategy in SCALARS.items():
    schemathesis.graphql.scalar(name, literal(strategy))


class Typed(Visitor):
    """Asks every object for the name of its type as well."""

    def leave_selection_set(self, node, *_):
        return SelectionSetNode(selections=(FieldNode(name=NameNode(value="__typename")), *node.selections))


@schemathesis.hook
def before_call(ctx, case, kwargs):
    case.body = print_ast(visit(parse(case.body), Typed()))


@schemathesis.check
def is_an_answer_of_the_contract(ctx, response, case):
    """No failure of ours, no word of our inside, a known code for each refusal, and data of the types that were promised."""
    assert response.status_code < 500, f"status {response.status_code}"
    assert not INSIDE.search(response.text), f"tells of the inside: {response.text[:300]}"
    answer = response.json()
    for error in answer.get("errors", []):
        code = error.get("extensions", {}).get("code")
        assert code in CODES, f"code {code}: {error}"
    if answer.get("data") is not None:
        fits(case.body, answer["data"])


def fits(document, data):
    """graphql-core executes the same document over the answer's own data: it has to come out as it went in."""
    for element in data.get("pushRevenueEntry") or []:
        # Stock RxDB gets a refused document back letter for letter (docs/rxdb.md), also one whose category is none.
        if element.get("category", "FOOD") not in SDL.type_map["Category"].values:
            element["category"] = "FOOD"
    again = execute(SDL, parse(document), root_value=data, field_resolver=same, type_resolver=named)
    assert not again.errors, f"does not fit the schema: {again.errors}"
    assert again.data == data, f"other fields than asked for: {data}"


def same(source, info, **_):
    return source[info.path.key]


def named(value, *_):
    return value["__typename"]
