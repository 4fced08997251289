"""The words of signals per kit and hospital, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

SIGNALS: dict[str, Words] = {
    "title": {"en": "Signals by {unit}", "ko": "{unit}별 신호"},
    "watched": {
        "en": "{cases} cases of {units} units charted for {event}; expected {baseline}.",
        "ko": "{units}곳 {cases}건을 {event}에 대해 관리도로 추적. 기대 발생률 {baseline}.",
    },
    "watched-risks": {
        "en": "{cases} cases of {units} units charted for {event}, each against its own risk.",
        "ko": "{units}곳 {cases}건을 {event}에 대해 사례별 위험도를 반영해 추적.",
    },
    "alarm": {
        "en": "{unit}: alarm at case {first} of {n}; {events} events where {expected} were expected.",
        "ko": "{unit}: {n}건 중 {first}번째에서 경보. 기대 {expected}건, 실제 {events}건.",
    },
    "no-alarm": {"en": "No chart gave an alarm.", "ko": "경보가 울린 관리도가 없습니다."},
    "limit": {
        "en": "Limit {limit}: where nothing has changed, a unit has a false alarm within its cases with a chance "
        "of {chance} at most; among all {units} units {expected} false alarms are expected, one or more with "
        "{any}.",
        "ko": "한계값 {limit}: 변화가 없을 때 한 곳이 자기 사례 안에서 오경보를 낼 확률은 최대 {chance}. {units}곳 "
        "전체의 기대 오경보 {expected}건, 한 번 이상일 확률 {any}.",
    },
    "funnel-outside": {
        "en": "Beyond the {level} % limits: {names}; by chance alone {expected} would lie outside.",
        "ko": "{level}% 한계 밖: {names}. 우연만으로 벗어날 기대 개수 {expected}곳.",
    },
    "estimated": {
        "en": "The baseline is the rate of these same cases: a change of all units at once cannot be seen. Give "
        "the rate that is expected with --baseline-rate.",
        "ko": "기대 발생률을 같은 자료에서 추정했습니다. 모든 곳이 함께 변하면 알아낼 수 없으니 --baseline-rate로 "
        "기준을 주십시오.",
    },
    "weak": {
        "en": "Most units are too small for this chart: where the odds have changed by {odds}, half of the units "
        "raise an alarm within their cases with a chance of {chance} or less.",
        "ko": "대부분 사례 수가 적습니다. 오즈가 {odds}배로 변해도 절반의 기관은 자기 사례 안에서 경보가 울릴 "
        "확률이 {chance} 이하입니다.",
    },
    "charts": {"en": "Charts (CUSUM, odds times {odds})", "ko": "관리도(CUSUM, 오즈 {odds}배)"},
    "unit": {"en": "Unit", "ko": "기관·키트"},
    "cases": {"en": "Cases", "ko": "사례"},
    "events": {"en": "Events", "ko": "발생"},
    "expected": {"en": "Expected", "ko": "기대"},
    "highest": {"en": "Highest sum", "ko": "최고 누적합"},
    "first-alarm": {"en": "First alarm at case", "ko": "첫 경보 사례"},
    "false-chance": {"en": "False alarm within its cases", "ko": "사례 내 오경보 확률"},
    "run-length": {"en": "Cases between false alarms", "ko": "오경보 간 평균 사례 수"},
    "detects": {"en": "Alarm if changed", "ko": "변화 시 경보 확률"},
    "sprt": {"en": "SPRT", "ko": "SPRT"},
    "changed": {"en": "changed", "ko": "변화 있음"},
    "not changed": {"en": "not changed", "ko": "변화 없음"},
    "open": {"en": "open", "ko": "미결정"},
    "p-high": {"en": "p (as many or more)", "ko": "p(이만큼 이상)"},
    "p-low": {"en": "p (as few or fewer)", "ko": "p(이만큼 이하)"},
    "cusum-title": {"en": "CUSUM by {unit}", "ko": "{unit}별 누적합(CUSUM) 관리도"},
    "cusum-says": {
        "en": "Charts of {shown} units, those with an alarm first; the sum rises with each event and falls "
        "without; limit {limit}. {each}",
        "ko": "{shown}곳의 관리도(경보가 있는 곳 먼저). 발생마다 오르고 없으면 내려감, 한계값 {limit}. {each}",
    },
    "cusum-each": {"en": "{unit}: alarm at case {first}", "ko": "{unit}: {first}번째 사례에서 경보"},
    "cusum-x": {"en": "Case", "ko": "사례 순서"},
    "limit-name": {"en": "limit", "ko": "한계"},
    "cusum-y": {"en": "Sum", "ko": "누적합"},
    "funnel-title": {"en": "Rates by {unit} against {target}", "ko": "{unit}별 발생률(기준 {target})"},
    "funnel-says": {
        "en": "Rate of each unit by its number of cases, with exact limits of 95 and 99.8 %. Outside: {names}.",
        "ko": "사례 수에 따른 각 기관의 발생률과 95%·99.8% 정확 한계. 벗어난 곳: {names}.",
    },
    "funnel-x": {"en": "Cases", "ko": "사례 수"},
    "funnel-y": {"en": "With the event, %", "ko": "발생률, %"},
    "target": {"en": "expected", "ko": "기대"},
    "nobody": {"en": "none", "ko": "없음"},
    "left-out": {
        "en": "{n} cases left out: the outcome, the unit or the order is not known.",
        "ko": "결과·기관·순서를 알 수 없어 제외된 사례: {n}건.",
    },
    "not-charted": {
        "en": "Not charted, no case with a known outcome: {names}.",
        "ko": "결과가 알려진 사례가 없어 제외: {names}.",
    },
    "no-order": {
        "en": "The cases are charted in the order of the table: no column of their order was named.",
        "ko": "순서 열을 지정하지 않아 표의 행 순서대로 추적했습니다.",
    },
    "note-cusum": {
        "en": "Bernoulli CUSUM (Page; Steiner and others), from 0, begun anew after an alarm. False alarms by the "
        "exact chain of states{way}; the average is of a chart that goes on for ever.",
        "ko": "베르누이 CUSUM(Page, Steiner 등), 0에서 시작하고 경보 후 다시 시작. 오경보는 상태 연쇄로 정확히 "
        "계산{way}. 평균은 관리도를 계속 이어 갈 때의 값입니다.",
    },
    "way-grid": {"en": ", as upper bounds", "ko": "(상한)"},
    "note-sprt": {
        "en": "SPRT: Wald's test of the same change, designed with chances of error of {alpha} and {beta}; what a "
        "unit's test truly does where nothing has changed: decides for a change with {actual}.",
        "ko": "SPRT: 같은 변화에 대한 Wald 순차검정, 설계 오류율 {alpha}·{beta}. 변화가 없을 때 실제로 변화로 "
        "판정할 확률 {actual}.",
    },
    "note-funnel": {
        "en": "Funnel: exact binomial tails; the drawn limits are interpolated between counts (Spiegelhalter).",
        "ko": "깔때기그림: 정확 이항확률, 그려진 한계는 건수 사이를 보간(Spiegelhalter).",
    },
    "note-cause": {
        "en": "An alarm says that chance explains the run badly. It does not say why: look at the cases, the mix "
        "of patients and who reports.",
        "ko": "경보는 우연으로 설명하기 어렵다는 뜻이지 원인을 말하지 않습니다. 사례, 환자 구성, 보고 방식을 "
        "확인하십시오.",
    },
}


def signal_word(key: str, lang: str, **names: object) -> str:
    """A word of signals with its names filled in."""
    return say(SIGNALS[key], lang).format(**names)
