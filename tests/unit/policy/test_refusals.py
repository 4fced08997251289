"""Each way in which a policy file can be at fault, with the exact words in which the reader refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneewise.errors import BadPolicy
from kneewise.policy.read import read_policy, read_policy_file

BAD = sorted((Path(__file__).parent / "bad").glob("*.toml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_faulty_policy_is_refused_in_these_words(path):
    with pytest.raises(BadPolicy) as refused:
        read_policy(path.read_bytes(), path=path.name)

    assert f"{refused.value}\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_expected_text_belongs_to_a_policy():
    texts = {path.stem for path in BAD[0].parent.glob("*.txt")}

    assert texts == {path.stem for path in BAD}


def test_the_place_is_underlined_below_its_own_line():
    lines = BAD[0].with_name("unknown-fact.txt").read_text(encoding="utf-8").split("\n")

    assert lines[1][lines[2].index("^") : lines[2].rindex("^") + 1] == "kl_grad"


def test_a_policy_in_another_encoding_is_refused():
    with pytest.raises(BadPolicy, match="found bytes that are not UTF-8; allowed: UTF-8 text"):
        read_policy("# 무릎".encode("cp949"), path="x.toml")


def test_a_policy_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadPolicy, match="cannot be opened"):
        read_policy_file(tmp_path / "none.toml")


def test_a_byte_order_mark_does_no_harm():
    good = BAD[0].with_name("unknown-fact.toml").read_text(encoding="utf-8").replace("kl_grad ", "kl_grade ")

    assert read_policy(b"\xef\xbb\xbf" + good.encode(), path="x.toml").id == "test/one"
