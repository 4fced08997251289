"""A policy as read from its file, in the shape in which `prose.py` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.prose import AmountView, ClauseView, PolicyView, SourceView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.policy.model import Clause, Confidence, Policy, Source
    from kneewise.report.words import Lang

_NO_RULE = {
    "en": "none: the record has no field for it, a person looks",
    "ko": "없음: 기록에 해당 항목이 없어 사람이 확인한다",
}
_EVERY_CASE = {"en": "every case", "ko": "모든 사례"}


def view_policy(policy: Policy, fact_words: Mapping[str, Mapping[str, str]], lang: Lang) -> PolicyView:
    """Give a policy as prose shows it.

    fact_words : what each fact means, by its name and language
    """
    return PolicyView(
        id=policy.id,
        part=policy.part,
        title=policy.title,
        jurisdiction=policy.jurisdiction,
        applies=_EVERY_CASE[lang] if policy.applies is None else policy.applies.sql,
        dated_by=fact_words.get(policy.dated_by, {"en": policy.dated_by, "ko": policy.dated_by}),
        clauses=tuple(_view_clause(clause, lang) for clause in policy.clauses),
        amounts=tuple(
            AmountView(
                setting=amount.setting,
                low=amount.low.sql,
                high=amount.high.sql,
                source=_view_source(amount.source, amount.source.confidence),
            )
            for amount in policy.amounts
        ),
    )


def _view_clause(clause: Clause, lang: Lang) -> ClauseView:
    return ClauseView(
        id=clause.id,
        says=clause.says,
        require=_NO_RULE[lang] if clause.require is None else clause.require.sql,
        otherwise=clause.otherwise,
        source=_view_source(clause.source, clause.confidence),
        applies=None if clause.applies is None else clause.applies.sql,
        from_=None if clause.from_ is None else clause.from_.isoformat(),
        from_earliest=None if clause.from_earliest is None else clause.from_earliest.isoformat(),
        until=None if clause.until is None else clause.until.isoformat(),
        asks=clause.asks,
        settles=clause.settles,
        note=clause.note,
    )


def _view_source(source: Source, confidence: Confidence) -> SourceView:
    return SourceView(
        key=source.key,
        title=source.title,
        issued=source.issued,
        read_on=None if source.read_on is None else source.read_on.isoformat(),
        via=source.via,
        confidence=confidence,
    )
