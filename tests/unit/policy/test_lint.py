"""The linter: each fault alone, in an otherwise good policy, and the shipped book as a whole."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.policy.book import find_policy_files
from kneewise.policy.catalogue import read_catalogue
from kneewise.policy.expression import CLAUSE_HANDLING_MISSING, read_expression
from kneewise.policy.lint import lint_files, lint_policies
from kneewise.policy.lint_search import Search, representative_values
from kneewise.policy.read import read_policy
from kneewise.policy.tree import value_of

CATALOGUE = read_catalogue()
HEAD = """
[policy]
id = "test/one"
part = "eligibility"
title = { en = "One", ko = "하나" }
jurisdiction = "KR"
[source.notice]
title = "Notice"
issued = 2023-07-11
confidence = "high"
"""
CLAUSE = """
[[clause]]
id = "one"
says = {{ en = "It holds.", ko = "충족된다." }}
require = "{require}"
otherwise = "fail"
source = "notice"
asks = ["xray-report"]
{more}
"""


TITLE = 'title = "Notice"\n'
ASKS = 'asks = ["xray-report"]\n'
OTHER = '[source.other]\ntitle = "Other"\nissued = "2024"\nconfidence = "high"\n'


def a_policy(require="kl_grade = 2", more="", head=HEAD, clauses=""):
    return read_policy(head + CLAUSE.format(require=require, more=more) + clauses, path="one.toml")


def lint(*policies):
    return [str(remark) for remark in lint_policies(policies)]


def tree_of(text):
    symbols = {name: fact.symbol for name, fact in CATALOGUE.items()}
    return read_expression(text, symbols, where="here", grammar=CLAUSE_HANDLING_MISSING)


def test_a_good_policy_gives_no_remark():
    assert lint(a_policy()) == []


@pytest.mark.parametrize(
    ("require", "says"),
    [
        ("kl_grade = 2 and kl_grade = 3", "kl_grade = 2 and kl_grade = 3 can never be true"),
        ("kl_grade <> 2 or kl_grade <> 3", "kl_grade <> 2 or kl_grade <> 3 can never be false"),
        ("kl_grade < 2 and kl_grade > 2 and centrifuged", "can never be true"),
        ("technology = 'bmac' and technology = 'svf'", "can never be true"),
        ("centrifuged and not centrifuged", "can never be true"),
        ("service_on < date '2023-07-11' and service_on > date '2023-07-11'", "can never be true"),
        ("service_on + interval '6 months' <= service_on", "can never be true"),
        ("lesion_area_cm2 > 2.5 and lesion_area_cm2 <= 2.5", "can never be true"),
    ],
)
def test_a_condition_that_contradicts_itself_is_an_error(require, says):
    (remark,) = lint(a_policy(require))

    assert remark.startswith("error: test/one, clause one, require: ")
    assert remark.endswith(says)


def test_a_fact_that_is_never_unknown_cannot_be_null():
    (remark,) = lint(a_policy("n_steps is null or n_steps > 1", 'handles_missing = "A count is always known."'))

    assert remark == "error: test/one, clause one, require: n_steps is null can never be true"


def test_the_end_of_a_scale_may_be_named():
    assert lint(a_policy("icrs_grade between 3 and 4")) == []


@pytest.mark.parametrize(
    ("require", "more", "says"),
    [
        ("kl_grade = 2", "applies = \"technology = 'svf'\"", "can never bind"),
        ("technology = 'svf'", "", "can never be met where it binds"),
        ("technology <> 'svf'", "", "can never be not met where it binds"),
        ("service_on >= date '2023-07-11'", "from = 2023-07-11", "can never be not met where it binds"),
        (
            "service_on >= date '2024-07-11'",
            "from = 2023-07-11\nuntil = 2024-01-01",
            "can never be met where it binds",
        ),
    ],
)
def test_a_clause_that_its_own_policy_decides_is_an_error(require, more, says):
    head = HEAD.replace('jurisdiction = "KR"', 'jurisdiction = "KR"\napplies = "technology = \'bmac\'"')

    (remark,) = lint(a_policy(require, more, head))

    assert remark.startswith("error: test/one, clause one: ") and says in remark


def test_two_versions_in_force_on_one_day_are_an_error():
    clauses = CLAUSE.format(require="kl_grade = 3", more="from = 2023-12-31")

    assert lint(a_policy("kl_grade = 2", "until = 2024-01-01", clauses=clauses)) == [
        "error: test/one, clause one: two versions are in force from 2023-12-31 until 2024-01-01"
    ]


def test_versions_that_follow_one_another_are_good():
    clauses = CLAUSE.format(require="kl_grade = 3", more="from = 2024-01-01")

    assert lint(a_policy("kl_grade = 2", "until = 2024-01-01", clauses=clauses)) == []


def test_days_without_any_version_are_a_warning():
    clauses = CLAUSE.format(require="kl_grade = 3", more="from = 2024-02-01")

    assert lint(a_policy("kl_grade = 2", "until = 2024-01-01", clauses=clauses)) == [
        "warning: test/one, clause one: no version is in force from 2024-01-01 until 2024-02-01"
    ]


def test_versions_for_different_cases_are_not_held_together():
    clauses = CLAUSE.format(require="kl_grade = 3", more='applies = "knee_is_left_out"').replace(
        "knee_is_left_out", "centrifuged"
    )

    assert lint(a_policy("kl_grade = 2", 'applies = "not centrifuged"', clauses=clauses)) == []


def test_a_clause_before_the_recognition_is_a_warning():
    recognised = CLAUSE.format(require="service_on >= date '2023-07-11'", more="").replace('"one"', '"recognised"')

    assert lint(a_policy("kl_grade = 2", "from = 2023-01-01", clauses=recognised)) == [
        "warning: test/one, clause one: binds from 2023-01-01,"
        " but the clause `recognised` takes the treatment from 2023-07-11"
    ]


@pytest.mark.parametrize(
    ("old", "put", "remark"),
    [
        ("issued = 2023-07-11\n", "", "warning: test/one, source notice: has no date"),
        (TITLE, TITLE + 'via = "a single report"\n', "rests on 'single report'"),
        (TITLE, TITLE + 'via = "by inference"\n', "rests on 'inference'"),
        (ASKS, "", "warning: test/one, clause one: asks for no paper"),
        (ASKS, ASKS + 'settles = "partly"\n', 'settles = "partly" without a note'),
        ('part = "eligibility"', 'part = "integrity"', 'error: test/one, clause one: otherwise = "fail"'),
        ('"kl_grade = 2"', '"not kit_reused"', "uses kit_reused, a figure over the set"),
        ("[[clause]]", OTHER + "[[clause]]", "no clause and no amount rests on it"),
    ],
)  # fmt: skip
def test_each_other_fault_has_its_remark(old, put, remark):
    text = HEAD + CLAUSE.format(require="kl_grade = 2", more="")
    assert old in text

    found = lint(read_policy(text.replace(old, put), path="one.toml"))

    assert any(remark in each for each in found), found


def test_a_flag_may_use_a_figure_over_the_set():
    text = (HEAD + CLAUSE.format(require="not kit_reused", more="")).replace('"fail"', '"flag"')

    assert lint(read_policy(text.replace('"eligibility"', '"integrity"'), path="one.toml")) == []


def test_a_file_that_is_refused_is_an_error_and_the_others_are_still_read(tmp_path):
    bad, empty = tmp_path / "bad.toml", tmp_path / "empty.toml"
    bad.write_text(HEAD + CLAUSE.format(require="kl_grad = 2", more=""), encoding="utf-8")
    empty.write_text(
        HEAD.replace("issued = 2023-07-11\n", "") + CLAUSE.format(require="kl_grade = 2", more=""),
        encoding="utf-8",
    )

    remarks = [str(remark) for remark in lint_files([bad, empty])]

    assert remarks[0].startswith(f"error: {bad}: test/one, clause one, require: found kl_grad;")
    assert remarks[1].startswith("warning: test/one, source notice: has no date")


def test_one_id_in_two_files_is_an_error():
    remarks = lint(a_policy(), a_policy("kl_grade = 3"))

    assert "error: the set: found two policies with the id test/one; allowed: one" in remarks


def test_a_clause_that_no_worked_case_shows_missing_is_an_error(tmp_path):
    (tmp_path / "one.yaml").write_text(
        "policy: test/one\nbase: {case: a, knee: left}\nrows:\n"
        "  - {clause: one, result: not-met, set: {knee: right}}\n",
        encoding="utf-8",
    )

    remarks = [str(remark) for remark in lint_policies([a_policy()], worked=tmp_path)]

    assert remarks == ["error: test/one, clause one: no worked case makes it missing"]


def test_a_policy_without_worked_cases_is_an_error(tmp_path):
    (remark,) = lint_policies([a_policy()], worked=tmp_path)

    assert remark.level == "error" and "no worked cases" in remark.says


@pytest.mark.parametrize(
    "text",
    [
        "kl_grade between 2 and 3 or icrs_grade >= 3",
        "service_on >= contract_sold_on + interval '6 months'",
        "last_harvest_step < first_centrifugation_step and last_centrifugation_step < first_injection_step",
        "(kl_grade is null or kl_grade = 4) and icrs_grade is null and technology in ('bmac', 'svf')",
    ],
)
def test_a_witness_is_a_proof(text):
    tree = tree_of(text.replace("contract_sold_on", "sold_on"))

    for wanted in (True, False):
        witness = Search(CATALOGUE).seek(tree, wanted=wanted).witness
        assert witness is not None and value_of(tree, witness) is wanted


def test_a_witness_is_found_where_not_all_combinations_can_be_tried():
    names = [name for name, fact in CATALOGUE.items() if fact.type == "integer"][:8]
    tree = tree_of(" and ".join(f"{name} = {n % 3}" for n, name in enumerate(names)))

    sought = Search(CATALOGUE).seek(tree, wanted=True)

    assert sought.witness == {name: n % 3 for n, name in enumerate(names)} and not sought.certain


def test_the_values_tried_are_the_literals_their_neighbours_and_unknown():
    values = representative_values(tree_of("kl_grade = 3 and discount > 10"), CATALOGUE)

    assert values["kl_grade"] == (None, 2, 3, 4, 0)
    assert values["discount"][:4] == (None, 9, 10, 11)


def test_the_shipped_book_has_no_error_and_is_read_within_five_seconds():
    start = time.process_time()
    worked = Path(__file__).parents[2] / "policies"

    remarks = lint_files(find_policy_files(), worked=worked if any(worked.rglob("*.yaml")) else None)

    assert [str(remark) for remark in remarks if remark.level == "error"] == []
    assert time.process_time() - start < 5


ATOMS = st.sampled_from(
    """
    kl_grade = 2; kl_grade < 3; kl_grade <= icrs_grade; icrs_grade between 1 and 3; centrifuged
    technology = 'bmac'; technology <> 'svf'; service_on >= date '2023-07-11'; lesion_area_cm2 > 2.5
    n_steps > 0; hours_on_ward >= 6; sold_on is null; kl_grade is null
    service_on < sold_on + interval '6 months'; sold_on - interval '30 days' = service_on
    first_injection_at < last_harvest_at
    """.strip()
    .replace("\n", ";")
    .split(";")
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map("({0[0]}{0[1]}{0[2]})".format),
    ),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(CONDITIONS, st.booleans(), st.randoms(use_true_random=False))
def test_what_is_found_is_a_proof_and_what_is_surely_not_there_is_not_there(text, wanted, chance):
    tree = tree_of(text)
    sought = Search(CATALOGUE).seek(tree, wanted=wanted)

    if sought.witness is not None:
        assert value_of(tree, sought.witness) is wanted
        return
    values = representative_values(tree, CATALOGUE)
    for _ in range(200):
        assert value_of(tree, {name: chance.choice(each) for name, each in values.items()}) is not wanted
