"""The page: whole or not at all, nothing from elsewhere, nothing unescaped, readable."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from kneewise.report.page import write_page
from kneewise.report.summary import summarise

HOSTILE = "<script>alert('x')</script>\"&'${title}</style><!-- 무릎 '"
VOID = {"meta", "input", "br", "rect"}


class Reader(HTMLParser):
    """Tags, their attributes and the text, and whether every tag was closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text += data


@pytest.fixture
def page(tmp_path, fact_words):
    def make(answers, lang="en", **more):
        path = tmp_path / "page.html"
        named = {"title": "Six disputes", "made_on": "2026-11-24", **more}
        write_page(path, summarise(answers), iter(answers), lang=lang, fact_words=fact_words, **named)
        text = path.read_text(encoding="utf-8")
        reader = Reader()
        reader.feed(text)
        reader.close()
        assert reader.open == []
        return text, reader

    return make


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_case_has_a_card_and_every_template_place_is_filled(answers, page, lang):
    text, reader = page(answers, lang)
    cards = [attrs for tag, attrs in reader.tags if tag == "details" and attrs.get("class") == "case"]

    assert [card["data-text"].split()[0] for card in cards] == [answer["case"] for answer in answers]
    assert cards[0]["data-admission"] == "fail"
    assert not re.search(r"\$\w+", reader.text)
    assert f'<html lang="{lang}">' in text


def test_the_page_reaches_for_nothing_and_runs_only_its_own_script(answers, page):
    text, reader = page(answers)
    policy = next(attrs["content"] for tag, attrs in reader.tags if tag == "meta" and "http-equiv" in attrs)

    assert "default-src 'none'" in policy
    assert not re.search(r"""(src|href)=["']?(https?:|//)|url\(|@import""", text)
    for tag in ("style", "script"):
        inner = text.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not any(name == "style" or name.startswith("on") for _, attrs in reader.tags for name in attrs)


def test_whatever_a_record_holds_is_shown_as_text(answer_of, page):
    answer = answer_of("C02-right")
    answer["case"] = answer["claim"] = answer["knee"] = HOSTILE
    answer["flags"].append(HOSTILE)
    answer["payable"]["shared_with"] = [HOSTILE]
    answer["payable"]["currency"] = HOSTILE
    for part in answer["parts"].values():
        for finding in part["findings"]:
            finding["sentence"] = finding["note"] = {"en": HOSTILE}
            finding["facts"] = {HOSTILE: HOSTILE}
            finding["would_change"] = finding["asks"] = [HOSTILE]
            finding["source"] = dict.fromkeys(finding["source"], HOSTILE)
    expected = sum(tag in ("script", "style") for tag, _ in page([answer_of("C06")])[1].tags)

    text, reader = page([answer], title=HOSTILE, made_on=HOSTILE)

    assert sum(tag in ("script", "style") for tag, _ in reader.tags) == expected
    assert HOSTILE not in text
    assert reader.text.count(HOSTILE) > 50
    assert (
        next(attrs for tag, attrs in reader.tags if attrs.get("class") == "case")["data-text"]
        == f"{HOSTILE} {HOSTILE}"
    )


def test_the_page_says_how_far_it_may_be_trusted(answers, page):
    _, reader = page(answers, n_more=1204)

    assert "1,204 further cases have no card" in reader.text
    assert "It is not medical advice and denies nothing by itself." in reader.text
    assert "What confidence means" in reader.text
    assert "Clauses on this page that rest on press reports, in whole or in part: 22 of 29." in reader.text
    assert "do not add the cases" in reader.text


def test_a_page_with_a_card_for_every_case_does_not_speak_of_more(answers, page):
    assert "no card" not in page(answers)[1].text


def test_bars_have_words_and_labels_stand_by_every_field(answers, page):
    text, reader = page(answers)
    bars = [attrs["aria-label"] for tag, attrs in reader.tags if tag == "svg"]

    assert bars[0] == "Eligibility: passes 3, needs review 2, fails 1"
    assert len(re.findall(r"<label><span>[^<]+</span><(?:select|input)", text)) == 5
    assert [tag for tag, _ in reader.tags if tag == "h1"] == ["h1"]


def test_a_page_that_fails_half_way_leaves_the_earlier_one(tmp_path, answers, fact_words):
    path = tmp_path / "page.html"
    path.write_text("earlier", encoding="utf-8")

    def break_off():
        yield answers[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_page(
            path, summarise(answers), break_off(), lang="en", fact_words=fact_words, title="t", made_on="d"
        )

    assert path.read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_set_makes_a_page(page):
    assert "No clause was left open." in page([])[1].text


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_by_4_5_to_1(scheme):
    """WCAG 2.2, success criterion 1.4.3."""
    style = (files("kneewise.report") / "page.css").read_text(encoding="utf-8")
    light, dark = style.split("prefers-color-scheme: dark")[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light.split("}")[0]))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark.split("}")[0]))
    tones = ("pass", "review", "missing", "fail", "none", "flag")
    pairs = [(text, ground) for text in ("ink", "muted", "accent") for ground in ("ground", "surface")]
    pairs += [(tone, ground) for tone in tones for ground in (f"{tone}-ground", "surface")]
    pairs += [("on-bar", f"{tone}-bar") for tone in tones[:-1]]
    for text, ground in pairs:
        low, high = sorted((luminance(found[text]), luminance(found[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)
