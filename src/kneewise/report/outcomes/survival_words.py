"""The words of time to an event, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

SURVIVAL: dict[str, Words] = {
    "title": {"en": "Time to {event}", "ko": "{event}까지의 시간"},
    "the-event": {"en": "the event", "ko": "사건 발생"},
    "free": {
        "en": "{group}: {percent} free of it at {time} {unit} ({interval}); {events} of {n} had it.",
        "ko": "{group}: {time}{unit} 시점 미발생 {percent}({interval}), {n}명 중 {events}명 발생.",
    },
    "none": {
        "en": "{group}: none of {n} had it; at {time} {unit} {percent} or more are free of it ({level}).",
        "ko": "{group}: {n}명 중 발생 없음. {time}{unit} 시점 미발생 {percent} 이상({level}).",
    },
    "logrank": {
        "en": "Groups compared: log-rank test {chi}, df {df}, p {p}.",
        "ko": "군 간 비교: 로그순위검정 {chi}, 자유도 {df}, p {p}.",
    },
    "curve": {"en": "Share free of the event", "ko": "미발생 비율"},
    "incidence": {
        "en": "Share that has had it, death counted as its rival",
        "ko": "누적 발생률(사망을 경쟁위험으로 고려)",
    },
    "hazards": {"en": "Hazard ratios (Cox)", "ko": "위험비(콕스 비례위험 모형)"},
    "proportional": {"en": "Are hazards proportional", "ko": "비례위험 가정 검정"},
    "restricted": {
        "en": "Mean time free of the event, up to {horizon} {unit}",
        "ko": "{horizon}{unit}까지의 제한평균 미발생 시간",
    },
    "test": {"en": "Log-rank test", "ko": "로그순위검정"},
    "group": {"en": "Group", "ko": "군"},
    "time": {"en": "Time", "ko": "시간"},
    "at-risk": {"en": "At risk", "ko": "위험집단"},
    "events": {"en": "Events", "ko": "발생"},
    "share": {"en": "Free", "ko": "미발생"},
    "had": {"en": "Had it", "ko": "발생"},
    "median": {"en": "Median time", "ko": "중앙값"},
    "name": {"en": "Covariate", "ko": "변수"},
    "hazard-ratio": {"en": "Hazard ratio", "ko": "위험비"},
    "together": {"en": "all together", "ko": "전체"},
    "chi": {"en": "Chi-square", "ko": "카이제곱"},
    "mean": {"en": "Mean", "ko": "평균"},
    "against": {"en": "{group} less {control}", "ko": "{group} − {control}"},
    "days": {"en": "days", "ko": "일"},
    "weeks": {"en": "weeks", "ko": "주"},
    "months": {"en": "months", "ko": "개월"},
    "years": {"en": "years", "ko": "년"},
    "axis": {"en": "Time since treatment, {unit}", "ko": "치료 후 시간, {unit}"},
    "free-axis": {"en": "Free of the event, %", "ko": "미발생 비율, %"},
    "had-axis": {"en": "Had the event, %", "ko": "누적 발생률, %"},
    "numbers": {"en": "At risk", "ko": "위험집단 수"},
    "picture": {"en": "Free of {event} over time", "ko": "시간에 따른 {event} 미발생 비율"},
    "picture-incidence": {
        "en": "Share that has had {event}, death counted as its rival",
        "ko": "{event} 누적 발생률(경쟁위험 고려)",
    },
    "says": {"en": "Curves by group: {each}.", "ko": "군별 곡선: {each}."},
    "says-each": {"en": "{group} {percent} at {time}", "ko": "{group} {time} 시점 {percent}"},
    "not-proportional": {
        "en": "The hazard ratio of {names} changes over time (p {p}): one number does not describe it. Read the "
        "curves and the mean times instead.",
        "ko": "{names}의 위험비가 시간에 따라 변합니다(p {p}). 한 숫자로 요약할 수 없으니 곡선과 제한평균을 보십시오.",
    },
    "few-events": {
        "en": "{events} events for {covariates} covariates: below ten a covariate a model rests on little.",
        "ko": "변수 {covariates}개에 사건 {events}건입니다. 변수당 10건 미만이면 모형의 근거가 약합니다.",
    },
    "left-out": {
        "en": "{n} rows left out: time, event or group is not known.",
        "ko": "시간·발생 여부·군을 알 수 없어 제외된 행: {n}건.",
    },
    "left-out-model": {
        "en": "{n} rows left out of the model: something in them is not known.",
        "ko": "모형에서 제외된 행(값 미상): {n}건.",
    },
    "no-spread": {
        "en": "Limits of a mean time shown as a dash: without an event before the horizon nothing tells how it varies.",
        "ko": "줄표로 표시한 제한평균의 구간: 기준 시점 전에 사건이 없어 변동을 추정할 수 없습니다.",
    },
    "not-told": {"en": "{what}: {why}", "ko": "{what}: {why}"},
    "note-curve": {
        "en": "Curves: Kaplan-Meier; limits {percent} %, {interval}. Those whose follow-up ends are taken to fare "
        "as those who stay: say why they left.",
        "ko": "곡선: 카플란-마이어, {percent}% 구간은 {interval}. 추적이 끝난 사람도 남은 사람과 같은 경과라고 "
        "가정하므로 중단 사유를 확인하십시오.",
    },
    "note-incidence": {
        "en": "Share that has had it: Aalen-Johansen. One less Kaplan-Meier, with deaths as ends of follow-up, "
        "would be too high.",
        "ko": "누적 발생률: Aalen-Johansen. 사망을 중도절단으로 보고 1에서 카플란-마이어를 빼면 과대 추정됩니다.",
    },
    "note-mean": {
        "en": "Mean times: area under the curve; normal limits and p, which rest on large samples.",
        "ko": "제한평균: 곡선 아래 면적. 신뢰구간과 p는 큰 표본을 전제로 한 정규근사입니다.",
    },
    "note-cox": {
        "en": "Hazard ratios: Cox, ties by Efron, {se}; concordance {concordance}.",
        "ko": "위험비: 콕스 모형, 동순위는 Efron, {se}, 일치도 {concordance}.",
    },
    "se-plain": {"en": "errors from the information", "ko": "표준오차는 정보행렬에 근거"},
    "se-cluster": {"en": "errors by {n} clusters", "ko": "표준오차는 {n}개 군집에 근거"},
    "beta-product": {"en": "beta product (holds in small groups)", "ko": "베타곱(소표본에서도 성립)"},
    "log": {"en": "Greenwood on the log", "ko": "로그 변환 Greenwood"},
    "log-log": {"en": "Greenwood on the log of the log", "ko": "이중로그 변환 Greenwood"},
    "plain": {"en": "Greenwood", "ko": "Greenwood"},
}


def survival_word(key: str, lang: str, **names: object) -> str:
    """A word of time to an event with its names filled in."""
    return say(SURVIVAL[key], lang).format(**names)
