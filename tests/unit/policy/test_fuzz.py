"""Whatever a policy file or an expression holds: a valid tree or BadPolicy, nothing else, and soon."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kneewise.errors import BadPolicy
from kneewise.policy import tree as t
from kneewise.policy.catalogue import read_catalogue
from kneewise.policy.expression import AMOUNT, CLAUSE, CLAUSE_HANDLING_MISSING, read_expression
from kneewise.policy.python_code import PythonCode
from kneewise.policy.read import read_policy
from kneewise.policy.sql_code import sql_tree

CATALOGUE = read_catalogue()
SYMBOLS = {name: fact.symbol for name, fact in CATALOGUE.items()}
GOOD = (
    (Path(__file__).parent / "bad" / "unknown-fact.toml")
    .read_text(encoding="utf-8")
    .replace("kl_grad ", "kl_grade ")
)
FACTS = (
    "kl_grade",
    "technology",
    "service_on",
    "centrifuged",
    "lesion_area_cm2",
    "stay_admitted_at",
    "case_cost",
)
WORDS = """
    'bmac' 'x' 2 2.5 -1 1e9 null true = <> < >= + - * / and or not is between in ( ) , case when then else end
    least greatest coalesce interval ; -- /* */ " ' ` ::int select from over exists [ ] { } $1 ? @x . :: ||
    like collate read_csv('x') 무릎 cast( as date
"""
PHRASES = (
    "date '2023-07-11'",
    "date '2023-02-30'",
    "interval '3 months'",
    "is null",
    "at time zone",
    "\n",
    "\x00",
)
SOUP = st.sampled_from((*FACTS, *WORDS.split(), *PHRASES))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def take(text, grammar=CLAUSE, wanted="boolean"):
    try:
        return read_expression(text, SYMBOLS, where="here", grammar=grammar, wanted=wanted)
    except BadPolicy:
        return None


def use(tree):
    """A tree that was taken can be run by both engines on a row in which nothing is known."""
    facts = dict.fromkeys(t.facts_of(tree))
    t.value_of(tree, facts)
    code = PythonCode(lambda name: f"f_{name}")
    compile(code.value(tree), "<tree>", "eval")
    sql_tree(tree).sql(dialect="duckdb")


@QUICK
@given(st.lists(SOUP, max_size=14).map(" ".join), st.sampled_from([CLAUSE, CLAUSE_HANDLING_MISSING]))
def test_a_soup_of_words_is_a_condition_or_refused(text, grammar):
    tree = take(text, grammar)

    if tree is not None:
        assert tree.type == "boolean"
        use(tree)


@QUICK
@given(st.lists(SOUP, max_size=14).map(" ".join))
def test_a_soup_of_words_is_an_amount_or_refused(text):
    tree = take(text, AMOUNT, "amount")

    if tree is not None:
        use(tree)


@QUICK
@given(st.text(max_size=80))
def test_any_text_is_a_condition_or_refused(text):
    tree = take(text)

    if tree is not None:
        use(tree)


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_are_a_policy_or_refused(content):
    try:
        read_policy(content, path="x.toml")
    except BadPolicy:
        return
    raise AssertionError("200 random bytes are no policy")


@QUICK
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 30),
    st.one_of(
        st.sampled_from(
            ["[[clause]]", "[policy]", '"', "'''", "= []", "= {}", "= 1", "\x00", "x = 1\n", "2023-02-30"]
        ),
        st.text(max_size=10),
    ),
)
def test_a_damaged_policy_is_a_policy_or_refused(start, length, put):
    try:
        policy = read_policy(GOOD[:start] + put + GOOD[start + length :], path="x.toml")
    except BadPolicy:
        return

    assert policy.clauses


def test_expressions_that_grow_without_end_are_refused_soon():
    for text in (
        "(" * 5000,
        "not " * 900 + "centrifuged",
        "1" * 4000 + " = 2",
        "case when " * 300,
        "-" * 3999 + "1",
    ):
        assert take(text) is None
    assert take(" or ".join(["centrifuged"] * 50)) is not None
