"""The serial number taken out of a label: Python and DuckDB alike, the template reads as the label does."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.device.labels import LONGEST_TEXT, read_label, with_serial
from kneewise.device.templates import label_serial_sql, label_template, label_template_sql

PARTS = [
    *("(01)08800000000015", "(17)260131", "(10)A1", "(21)S7", "(21)", "(21)0", "(21)S7'", '(21)"', "(21)A B"),
    *(
        "(21)" + "9" * 20,
        "(21)" + "9" * 21,
        "( 21)X",
        "(21)\\1",
        "(11)250100",
        "(240)R",
        "(10)가",
        "(21)일련",
    ),
    *(
        "(21)x\n",
        "(21)a_z?<>;:%&*+,-./=",
        "(10)A(B",
        ")",
        "(",
        " ",
        "\x1d",
        "\n",
        "\t",
        "한글",
        "(21)é",
        "(21)#",
    ),
    *(
        "(2100)X",
        "(021)X",
        "21",
        "0108800000000015",
        "]d2",
        "\u3000",
        "(21)７",
        "\U0001f9b4",
        "(21)A\u0301",
        "\\",
    ),
    *("(01)08800000000016", "(10)" + "L" * 25, "(05)Q", "(99)Z"),
]
GOOD = ["(01)08800000000015", "(17)260131", "(17)260100", "(10)A1", "(21)S7", "(21)A/b.9_", "(240)R"]
NASTY = [
    *(
        "",
        "(21)",
        "(21)A",
        "(21)A(21)A",
        "(21)A(21)B",
        "(01)08800000000015(21)A(2)1",
        "+A123BJC5D6E71G",
        "(21)A\n",
    ),
    *("(01)08800000000015(21)S7(10)A1", "(01)08800000000015(10)A(1)(21)7", "(21)" + "9" * (LONGEST_TEXT - 4)),
    *("(01)08800000000015(21)7" + "(10)A" * 900, "(01)08800000000015(10)" + "A" * 3990 + "(21)7"),
]


def generated(n: int) -> list[str]:
    chance = random.Random(20240312)
    parts = [PARTS, GOOD]  # half of them mostly well formed, or few serial numbers would come out
    return NASTY + ["".join(chance.choices(parts[i % 2], k=chance.randint(1, 5))) for i in range(n)]


@pytest.mark.parametrize(
    ("text", "template", "serial"),
    [
        ("(01)08800000000015(21)S7(10)A1", "(01)08800000000015(21)0(10)A1", "S7"),
        (
            "(01)08800000000015(17)260131(10)A1(21)" + "9" * 20,
            "(01)08800000000015(17)260131(10)A1(21)0",
            "9" * 20,
        ),
        ("(01)08800000000015(21)" + "9" * 21, None, None),
        ("(01)08800000000015(21)A(21)B", None, None),
        ("(01)08800000000015(21)A B", None, None),
        ("010880000000001521S7", None, None),
        ("키트 (21)S7", None, None),
    ],
)
def test_a_serial_number_is_taken_out_where_it_is_certain(text, template, serial):
    assert label_template(text) == (template or text, serial)


def test_the_template_reads_as_the_label_does_but_for_the_serial():
    texts = generated(4000)
    taken = 0
    for text in texts:
        template, serial = label_template(text)
        label = read_label(text)
        assert with_serial(read_label(template), serial) == label
        if serial is not None:
            taken += 1
            assert label.serial == serial
    assert taken > 300


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PARTS), max_size=6).map("".join)))
def test_it_does_so_for_any_text(text):
    template, serial = label_template(text)

    assert with_serial(read_label(template), serial) == read_label(text)
    assert serial is None or label_template(template) == (template, "0")


def test_duckdb_gives_the_same_answers():
    import duckdb

    texts: list[str | None] = [None, *generated(6000)]
    query = f"""
        SELECT position, {label_template_sql("label")}, {label_serial_sql("label")}
        FROM (SELECT unnest($1::VARCHAR[]) AS label, unnest(range(len($1))) AS position) ORDER BY position
    """
    with duckdb.connect() as connection:
        rows = connection.execute(query, [texts]).fetchall()
    expected = [(None, None) if text is None else label_template(text) for text in texts]

    assert [row[1:] for row in rows] == expected
