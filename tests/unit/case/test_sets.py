"""Sets of documents: YAML without guessing, JSON without surprises, streams, encodings."""

from __future__ import annotations

import contextlib
import io
import json

import pytest

from kneewise.case.record import Case
from kneewise.case.sets import Rejected, read_cases
from kneewise.errors import BadInput


def read(text, form=None):
    return list(
        read_cases(io.BytesIO(text.encode()) if isinstance(text, str) else io.BytesIO(text), form=form)
    )


def one(text, form="yaml"):
    (case,) = read(text, form)
    assert isinstance(case, Case), case.problems
    return case


def problem(text, form="yaml"):
    (rejected,) = read(text, form)
    assert isinstance(rejected, Rejected)
    return rejected.problems[0]


def test_yaml_does_not_guess_what_text_means():
    case = one(
        "case: 0123\nknee: left\npatient: {key: no, region: 12:30}\nkit: {serial: 1e5, lot: true, model: 1_0}"
    )

    assert (case.case, case.patient.key, case.patient.region) == ("0123", "no", "12:30")
    assert (case.kit.serial, case.kit.lot, case.kit.model) == ("1e5", "true", "1_0")


@pytest.mark.parametrize("empty", ["", " ~", " null", " # comment"])
def test_an_empty_yaml_value_is_unknown(empty):
    case = one(f"case: a\nknee: left\npatient:{empty}\nkit:\n  model:{empty}\n")

    assert (case.patient.key, case.kit.model) == (None, None)


def test_quoted_null_is_text():
    assert one("case: 'null'\nknee: left").case == "null"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("injection_number", "'2'"),
        ("injection_number", "02"),
        ("injection_number", "0x2"),
        ("injection_number", "2_0"),
        ("injection_number", "+2"),
        ("traumatic", "yes"),
        ("traumatic", "True"),
        ("traumatic", "'true'"),
        ("lesion_area_cm2", ".5"),
        ("lesion_area_cm2", ".nan"),
        ("lesion_area_cm2", "1e999"),
        ("service_on", "2024-3-12"),
    ],
)
def test_yaml_values_follow_the_grammar_of_json(key, value):
    assert problem(f"case: a\nknee: left\n{key}: {value}").field == key


def test_carried_yaml_content_becomes_plain_values():
    case = one(
        "case: a\nknee: left\nexpected: {n: 2, f: 1.5, t: true, d: 2024-01-01, z: 012, q: '2', e: ~, l: [x]}"
    )

    assert case.carried["expected"] == {
        "n": 2,
        "f": 1.5,
        "t": True,
        "d": "2024-01-01",
        "z": "012",
        "q": "2",
        "e": None,
        "l": ["x"],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("case: a\nknee: left\ncase: b", "the key 'case' twice"),
        ("case: !!str 1\nknee: left", "a tag"),
        ("case: !x 1\nknee: left", "a tag"),
        ("!!map {case: a}", "a tag"),
        ("case: *x", "an alias"),
        ("expected: &a [*a]", "an alias"),
        ("? [a]\n: b", "a list or group as a key"),
        ("case: [", "broken YAML"),
        ("case: a: b", "broken YAML"),
        ("\tcase: a", "broken YAML"),
        ("expected: " + "[" * 50 + "]" * 50, "levels"),
        ("expected: " + "[" * 5000, "levels"),
        ("", "no document"),
        ("# only a comment", "no document"),
        ("---\n---\n", "no document"),
    ],
)
def test_yaml_that_cannot_be_taken_stops_the_reading(text, found):
    with pytest.raises(BadInput, match=found):
        read(text, "yaml")


def test_an_anchor_may_be_repeated_but_not_without_end():
    case = one("case: a\nknee: left\nrisks: [&r {kind: frailty}, *r]")
    assert len(case.risks) == 2

    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
    with pytest.raises(BadInput, match="more than 100000 values"):
        read(bomb, "yaml")


def test_a_merge_key_is_an_unknown_key():
    assert "unknown key" in problem("case: a\nknee: left\n<<: {}").found


def test_a_last_empty_yaml_document_is_no_document_but_null_is_a_bad_one():
    assert len(read("case: a\nknee: left\n---\n", "yaml")) == 1
    assert isinstance(read("case: a\nknee: left\n---\nnull\n", "yaml")[1], Rejected)


def test_a_repeated_case_is_refused_and_the_same_knee_is_not():
    first, second, third = read(
        "case: a\nknee: left\n---\ncase: a\nknee: left\n---\ncase: b\nknee: left", "yaml"
    )

    assert isinstance(first, Case)
    assert second.problems[0].found == "a key that document 1 has already"
    assert isinstance(third, Case)


@pytest.mark.parametrize(
    "bad", ['{"case": "a", "case": "b"}', '{"case": NaN}', '{"case": -Infinity}', "[1", "{"]
)
def test_json_that_cannot_be_taken_stops_an_array_but_only_a_line(bad):
    with pytest.raises(BadInput):
        read(bad, "json")

    rows = read(bad + '\n{"case": "x", "knee": "left"}', "jsonl")
    assert isinstance(rows[0], Rejected)
    assert rows[0].problems[0].row == 1
    assert isinstance(rows[1], Case)


@pytest.mark.parametrize("number", ["1e999", "9" * 40, "9" * 5000, "-" + "9" * 31])
def test_json_numbers_beyond_all_limits_are_refused(number):
    with pytest.raises(BadInput):
        read(f'{{"case": "a", "knee": "left", "discount": {number}}}', "json")


def test_deep_json_is_refused_without_a_crash():
    for deep in ("[" * 100_000, '{"a":' * 100_000, '{"expected": ' + "[" * 300 + "]" * 300 + "}"):
        with contextlib.suppress(BadInput):
            assert all(isinstance(row, Rejected) for row in read(deep, "json"))
        assert isinstance(read(deep, "jsonl")[0], Rejected)


def test_json_is_one_object_or_one_array():
    assert len(read('{"case": "a", "knee": "left"}', "json")) == 1
    assert len(read(' [ {"case": "a", "knee": "left"} , {"case": "b", "knee": "left"} ] \n', "json")) == 2
    for bad in ("[]", "", " "):
        with pytest.raises(BadInput):
            read(bad, "json")
    for bad in (
        '[{"case": "a", "knee": "left"}',
        '[{"case": "a", "knee": "left"},]',
        "[{} {}]",
        '{"case":"a"} {}',
        "[] x",
    ):
        with pytest.raises(BadInput):
            read(bad, "json")


def test_a_large_array_is_read_a_piece_at_a_time_with_nothing_lost():
    note = "가" * 3000
    text = json.dumps(
        [{"case": f"c{i}", "knee": "left", "note": note} for i in range(1500)], ensure_ascii=False
    )

    cases = read(text, "json")

    assert [case.case for case in cases] == [f"c{i}" for i in range(1500)]
    assert {case.carried["note"] for case in cases} == {note}


def test_json_lines_name_the_line_and_skip_blank_ones():
    rows = read('\n{"case": "a", "knee": "left"}\r\n\r\n{"case": "b", "knee": "up"}', "jsonl")

    assert isinstance(rows[0], Case)
    assert rows[1].problems[0].row == 4


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("case: a\nknee: left", 1),
        ('{"case": "a", "knee": "left"}', 1),
        ('[{"case": "a", "knee": "left"}, {"case": "b", "knee": "left"}]', 2),
        ('{"case": "a", "knee": "left"}\n{"case": "b", "knee": "left"}\n', 2),
        ("---\ncase: a\nknee: left\n---\ncase: b\nknee: left\n", 2),
    ],
)
def test_the_form_of_a_stream_is_told_by_its_beginning(text, n):
    for prefix in ("", "\ufeff"):
        assert [type(case) for case in read(prefix + text)] == [Case] * n


def test_a_file_in_korean_windows_encoding_is_told_so(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes("case: a\nknee: left\nnote: 무릎 주사\n".encode("cp949"))

    with pytest.raises(BadInput, match="CP949"):
        list(read_cases(path))


def test_a_file_in_utf_16_is_told_so(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('{"case": "a", "knee": "left"}'.encode("utf-16"))

    with pytest.raises(BadInput, match="UTF-16"):
        list(read_cases(path))


def test_an_unknown_ending_and_a_missing_file_are_told(tmp_path):
    with pytest.raises(BadInput, match=r"\.jsonl"):
        list(read_cases(tmp_path / "a.xlsx"))
    with pytest.raises(BadInput, match="No such file"):
        list(read_cases(tmp_path / "a.yaml"))


def test_a_rejected_document_is_fit_to_be_set_aside():
    text = "case: a\nknee: up\nname: 홍길동\nnote: 610101-2123456\npatient: {phone: 010, sex: male}"

    (rejected,) = read(text, "yaml")

    assert "홍길동" not in str(rejected.document)
    assert "2123456" not in str(rejected.document)
    assert rejected.document["patient"] == {"phone": "(removed: could name a person)", "sex": "male"}
    json.dumps(rejected.document)
