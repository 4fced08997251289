"""Devices of openFDA and of Korea's open data, as downloaded; rows are made up, field names are the services'."""

from __future__ import annotations

import json

import pytest

from kneewise.errors import BadInput
from kneewise.landscape.sync.read_files import read_file
from kneewise.landscape.sync.run import sync_files

META = {"disclaimer": "...", "last_updated": "2026-11-16", "results": {"skip": 0, "limit": 2, "total": 2}}
CLEARED = {"k_number": "K999991", "applicant": "Made Devices", "contact": "Made-Up Person", "device_name": "Made Kit",
           "decision_date": "2026-03-02", "decision_code": "SESE", "decision_description": "Substantially Equivalent",
           "product_code": "JQC", "openfda": {"device_class": "2"}, "address_1": "1 Made Street"}  # fmt: skip
IDENTIFIED = {
    "identifiers": [{"id": "99999999999990", "type": "Package", "issuing_agency": "GS1"},
                    {"id": "09999999999991", "type": "Primary", "issuing_agency": "GS1"}],
    "brand_name": "Made Kit", "company_name": "Made Devices", "version_or_model_number": "MK-1",
    "device_description": "Concentrates marrow. Call +1 206 555 0100", "publish_date": "2024-05-06",
    "product_codes": [{"code": "JQC", "name": "separator", "openfda": {"device_class": "2"}}],
    "premarket_submissions": [{"submission_number": "K999991", "supplement_number": "000"}],
    "customer_contacts": [{"phone": "+1(206)555-0100", "email": "made.up@example.org"}],
    "commercial_distribution_status": "In Commercial Distribution",
}  # fmt: skip
ITEM = {"UDIDI_CD": "08800000000992", "PRDLST_NM": "made separator", "PRDT_NM_INFO": "Made Kit", "FOML_INFO": "MK-1",
        "PERMIT_NO": "made 26-1", "PRMSN_YMD": "20260302", "MDEQ_CLSF_NO": "A99999.01", "CLSF_NO_GRAD_CD": "2",
        "USE_PURPS_CONT": "concentrates marrow", "MNFT_IPRT_ENTP_NM": "Made Devices"}  # fmt: skip
HEADER = {"resultCode": "00", "resultMsg": "NORMAL SERVICE."}


def put(document, path):
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def test_510k_decisions_are_read_without_the_person(tmp_path):
    copy = read_file(put({"meta": META, "results": [CLEARED]}, tmp_path / "k.json"))
    device = copy.records[0]

    assert copy.copied == "2026-11-16"
    assert (device.key, device.permits, str(device.permitted)) == ("openfda-510k:K999991", ("K999991",), "2026-03-02")
    assert (device.class_, device.codes, device.status) == ("2", ("JQC",), "Substantially Equivalent")
    assert "Made-Up" not in str(device)
    assert "Street" not in str(device)


def test_identified_devices_are_read_by_their_primary_identifier(tmp_path):
    copy = read_file(
        put({"meta": META, "results": [IDENTIFIED, {"brand_name": "no identifier"}, 7]}, tmp_path / "u.json")
    )
    device = copy.records[0]

    assert len(copy.records) == 1
    assert [each.where for each in copy.notices] == ["u.json, result 2", "u.json, result 3"]
    assert (device.device, device.model, device.permits) == ("09999999999991", "MK-1", ("K999991",))
    assert device.purpose == "Concentrates marrow. [contact dropped]"
    assert "555" not in str(device)
    assert "example.org" not in str(device)


XML_ITEM = "".join(f"<{name}>{value}</{name}>" for name, value in ITEM.items())


@pytest.mark.parametrize(
    "answer",
    [
        {"header": HEADER, "body": {"totalCount": 1, "items": [{"item": ITEM}]}},
        {"header": HEADER, "body": {"totalCount": 1, "items": [ITEM]}},
        {"header": HEADER, "body": {"totalCount": 1, "items": {"item": ITEM}}},
        {"response": {"header": HEADER, "body": {"items": {"item": [ITEM]}}}},
        f"<response><header><resultCode>00</resultCode></header><body><items><item>{XML_ITEM}</item></items></body></response>",
    ],
)
def test_korean_devices_are_read_in_every_wrapping(tmp_path, answer):
    device = read_file(put(answer, tmp_path / "kr.json")).records[0]

    assert (device.device, device.name, device.permits) == ("08800000000992", "Made Kit", ("made 26-1",))
    assert (str(device.permitted), device.class_, device.purpose) == ("2026-03-02", "2", "concentrates marrow")


def test_one_identifier_of_two_products_is_two_rows(tmp_path):
    answer = {"header": HEADER, "body": {"items": [ITEM, {**ITEM, "PERMIT_NO": "made 26-2"}, {**ITEM, "UDIDI_CD": ""}]}}
    path = put(answer, tmp_path / "kr.json")

    first, second = sync_files([path], tmp_path / "into"), sync_files([path], tmp_path / "into")

    assert (first.counts(), first.n_devices, second.counts()) == ({"new": 2}, 2, {})
    assert first.notices[0].field == "UDIDI_CD"


@pytest.mark.parametrize(
    "answer",
    [
        {"header": {"resultCode": "30", "resultMsg": "SERVICE KEY IS NOT REGISTERED"}},
        "<OpenAPI_ServiceResponse><cmmMsgHeader><returnAuthMsg>NO KEY</returnAuthMsg>"
        "<returnReasonCode>30</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>",
    ],
)
def test_an_answer_that_is_an_error_is_refused(tmp_path, answer):
    with pytest.raises(BadInput, match="answer 30"):
        read_file(put(answer, tmp_path / "kr.json"))


@pytest.mark.parametrize("answer", ["[]", "{}", "7", "<html/>", "name,age", ""])
def test_a_file_of_another_kind_is_refused(tmp_path, answer):
    with pytest.raises(BadInput, match="found"):
        read_file(put(answer, tmp_path / "file.json"))


def test_a_changed_device_is_told_by_its_field(tmp_path):
    first = put({"meta": META, "results": [IDENTIFIED]}, tmp_path / "a.json")
    gone = {**IDENTIFIED, "commercial_distribution_status": "Not in Commercial Distribution"}
    second = put({"meta": {**META, "last_updated": "2026-11-23"}, "results": [gone]}, tmp_path / "b.json")
    sync_files([first], tmp_path / "into")

    result = sync_files([second], tmp_path / "into")

    assert [(each.kind, each.field, each.after) for each in result.changes] == [
        ("status-changed", "status", "Not in Commercial Distribution")
    ]
    assert sync_files([first, second], tmp_path / "into").changes == ()
