"""Tables that cannot be taken are refused, each fault with its file, row, column, and what is allowed."""

from __future__ import annotations

import pytest

from kneewise.errors import BadInput
from kneewise.landscape import columns_of, document_of, read_landscape


def refusal(folder):
    with pytest.raises(BadInput) as caught:
        read_landscape(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("table", "row", "cells", "told"),
    [
        ("products", 0, {"group": "drug"}, "products.csv, row 2, group: found 'drug'; allowed: one of cell-drug"),
        ("products", 0, {"source": ""}, "products.csv, row 2, source: found nothing"),
        ("figures", 1, {"figure": "bmac-recognised"}, "figures.csv, row 3, figure: found bmac-recognised again"),
        ("names", 0, {"product": "nobody"}, "product: found 'nobody'; allowed: a product of products.csv"),
        ("milestones", 2, {"date": "2012-02-30"}, "milestones.csv, row 4, date: found '2012-02-30'; allowed: a day"),
        ("milestones", 2, {"date": ""}, "milestones.csv, row 4, date: found nothing"),
        ("milestones", 2, {"kind": "blessed"}, "milestones.csv, row 4, kind: found 'blessed'"),
        ("milestones", 2, {"subject": "nothing"}, "milestones.csv, row 4, subject: found nothing"),
        ("milestones", 2, {"effective": "2011"}, "milestones.csv, row 4, effective: found 2011"),
        ("milestones", 2, {"articles": ""}, "milestones.csv, row 4, bearing: found one of articles and bearing"),
        ("milestones", 0, {"verification": "confirmed"}, "row 2, verification: found 'confirmed' by nothing"),
        ("trials", 0, {"enrolment": "-3"}, "trials.csv, row 2, enrolment: found '-3'; allowed: a number of 0 or more"),
        ("trials", 0, {"enrolment": "3.5"}, "trials.csv, row 2, enrolment: found 3.5; allowed: a whole number"),
        ("trials", 0, {"phases": "phase-9"}, "trials.csv, row 2, phases: found 'phase-9'"),
        ("trials", 0, {"twins": "NCT99999999"}, "trials.csv, row 2, twins: found NCT99999999"),
        ("trials", 0, {"twins": "NCT00225095"}, "trials.csv, row 2, twins: found NCT00225095"),
        ("trials", 0, {"product": "nobody"}, "trials.csv, row 2, product: found nobody"),
        ("trials", 0, {"completion": "", "completion_kind": "actual"}, "row 2, completion_kind: found actual"),
        ("earlier_copies", 0, {"field": "mood"}, "earlier_copies.csv, row 2, field: found 'mood'"),
        ("prices", 1, {"low": "13000"}, "prices.csv, row 3, high: found 13000 5156 12000"),
        ("prices", 1, {"kind": "retail"}, "prices.csv, row 3, kind: found 'retail'"),
        ("prices", 1, {"verification": "not-found"}, "prices.csv, row 3, verification: found not-found with 3 amounts"),
        ("prices", 1, {"currency": "EURO"}, "prices.csv, row 3, currency: found 'EURO'"),
        ("statements", 3, {"value": "many"}, "statements.csv, row 5, value: found 'many'; allowed: a number"),
        ("statements", 0, {"question": "why"}, "statements.csv, row 2, question: found 'why'"),
        ("figures", 0, {"about": "nothing-of-the-kind"}, "figures.csv, row 2, about: found nothing-of-the-kind"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(tables, table, row, cells, told):
    tables(table, row, **cells)

    assert told in refusal(tables.folder)


def test_all_faults_are_told_at_once(tables):
    tables("products", 0, group="drug", donor="someone")
    tables("milestones", 2, date="never")

    assert len(refusal(tables.folder).splitlines()) == 3


def test_a_missing_table_column_or_cell_is_told(tables):
    (tables.folder / "prices.csv").unlink()
    products = tables.folder / "products.csv"
    products.write_text(products.read_text(encoding="utf-8").replace("is_not", "is_what", 1), encoding="utf-8")
    trials = tables.folder / "trials.csv"
    trials.write_text(trials.read_text(encoding="utf-8") + "NCT00000001,short\n", encoding="utf-8")
    text = refusal(tables.folder)

    assert "prices.csv: found" in text and "a CSV table in UTF-8" in text
    assert "products.csv, row 1: found missing, unknown or twice: is_not, is_what" in text
    assert "trials.csv, row 154: found 2 cells; allowed: 35 cells" in text


def test_a_table_that_is_no_utf8_is_told(tables):
    (tables.folder / "trials.csv").write_bytes(b"trial\xff\n")

    assert "trials.csv: found" in refusal(tables.folder)


def test_the_table_of_earlier_copies_may_be_left_out(tables):
    (tables.folder / "earlier_copies.csv").unlink()

    assert all(each.earlier == () for each in read_landscape(tables.folder).trials)


def test_a_copy_reads_as_the_shipped_tables_do(tables, shipped):
    again = read_landscape(tables.folder)

    for name in ("products", "milestones", "trials", "prices", "statements", "figures"):
        assert getattr(again, name) == getattr(shipped, name)


def test_documents_keep_dates_as_they_were_written(shipped):
    document = document_of(shipped.by_trial["NCT03291470"])
    columns = columns_of(shipped.milestones[:3])

    assert document["start"] == "2021-12-09" and document["earlier"][1]["value"] == "510"
    assert document["source"]["doubt"] and document["countries"] == ["US"]
    assert columns["date"] == ["2009-02", "2011-09", "2012-01-19"]
    assert columns["source_place"][0].startswith("https://") and columns["class"] == ["actual"] * 3
    assert len({len(each) for each in columns.values()}) == 1
