"""The words of a comparison of readers, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

AGREEMENT: dict[str, Words] = {
    "title": {"en": "Agreement of readers", "ko": "판독자 간 일치도"},
    "title-of": {"en": "Agreement of readers: {scale}", "ko": "판독자 간 일치도: {scale}"},
    "compared": {
        "en": "{readers} readers graded {subjects} subjects; {compared} of them were graded by two readers or more.",
        "ko": "판독자 {readers}명이 {subjects}건의 등급을 매겼고, 이 중 {compared}건은 두 명 이상이 판독했습니다.",
    },
    "same": {
        "en": "Two readers gave the same grade in {percent} of comparisons.",
        "ko": "두 판독자가 같은 등급을 준 비율은 {percent}입니다.",
    },
    "beyond": {
        "en": "Beyond chance: {method} {estimate} ({interval}), near misses counted ({weights} weights).",
        "ko": "우연을 보정한 일치도: {method} {estimate}({interval}), 근접한 불일치를 {weights} 가중치로 인정.",
    },
    "worst-boundary": {
        "en": "Most of the disagreement is between grades {below} and {above}: {percent} of all steps apart.",
        "ko": "불일치가 가장 많은 경계: {below}|{above}(전체 등급 차이의 {percent}).",
    },
    "higher": {
        "en": "{first} grades higher than {second} in {higher} subjects and lower in {lower} (marginal homogeneity, "
        "p {p}).",
        "ko": "{first} 대 {second}: 앞의 판독자가 {higher}건에서 높게, {lower}건에서 낮게 판독(주변동질성 p {p}).",
    },
    "disputed": {
        "en": "Subjects with grades that differ: {n}, of which {far} by two steps or more.",
        "ko": "등급이 엇갈린 대상은 {n}건이며, 그중 {far}건은 두 등급 이상 차이가 납니다.",
    },
    "disputed-near": {
        "en": "Subjects with grades that differ, all by one step: {n}.",
        "ko": "등급이 엇갈린 대상은 {n}건이며 모두 한 등급 차이입니다.",
    },
    "none-disputed": {"en": "No subject has grades that differ.", "ko": "등급이 엇갈린 대상이 없습니다."},
    "few": {
        "en": "Only {n} subjects were graded by two readers: the intervals are wide, and they rest on large samples.",
        "ko": "두 명 이상이 판독한 대상이 {n}건뿐입니다. 신뢰구간이 넓고 큰 표본을 전제로 한 값입니다.",
    },
    "prevalent": {
        "en": "One grade ({grade}) makes up {percent} of all readings: kappa and alpha are low then even where readers "
        "agree often. AC1 and AC2 do not fall in this way; read both.",
        "ko": "한 등급({grade})이 전체 판독의 {percent}를 차지합니다. 이 경우 실제로 자주 일치해도 카파와 알파는 낮게 "
        "나옵니다. AC1·AC2는 그렇지 않으므로 함께 읽어야 합니다.",
    },
    "unused": {
        "en": "No reader gave grade {grades}; AC1, AC2 and Brennan-Prediger count it as a grade of the scale.",
        "ko": "아무도 주지 않은 등급: {grades}. AC1·AC2·Brennan-Prediger는 이를 척도의 등급으로 셉니다.",
    },
    "coefficients": {"en": "Agreement of all readers", "ko": "전체 판독자의 일치도"},
    "coefficient": {"en": "Coefficient", "ko": "계수"},
    "plain": {"en": "Unweighted", "ko": "비가중"},
    "weighted": {"en": "{weights} weights", "ko": "{weights} 가중"},
    "percent": {"en": "Percent agreement", "ko": "단순 일치율"},
    "brennan-prediger": {"en": "Brennan-Prediger", "ko": "Brennan-Prediger"},
    "gwet": {"en": "Gwet's AC1 / AC2", "ko": "Gwet AC1/AC2"},
    "fleiss": {"en": "Fleiss' kappa", "ko": "Fleiss 카파"},
    "conger": {"en": "Conger's kappa", "ko": "Conger 카파"},
    "krippendorff": {"en": "Krippendorff's alpha", "ko": "Krippendorff 알파"},
    "scott": {"en": "Scott's pi", "ko": "Scott 파이"},
    "cohen": {"en": "Cohen's kappa", "ko": "Cohen 카파"},
    "alpha-ordinal": {"en": "Alpha, ordinal (bootstrap)", "ko": "알파, 순서형(부트스트랩)"},
    "boundaries": {"en": "Where the readers differ", "ko": "판독자가 엇갈리는 경계"},
    "boundary": {"en": "Boundary", "ko": "경계"},
    "boundary-name": {"en": "{below} | {above}", "ko": "{below} | {above}"},
    "split": {"en": "Pairs split", "ko": "엇갈린 쌍"},
    "of-pairs": {"en": "Of pairs", "ko": "전체 쌍"},
    "share": {"en": "Share", "ko": "비중"},
    "share-long": {"en": "Share of all disagreement, %", "ko": "전체 불일치 중 비중(%)"},
    "ac1-sides": {"en": "AC1 of the two sides", "ko": "양쪽 구분의 AC1"},
    "kappa-sides": {"en": "Kappa", "ko": "카파"},
    "pairs": {"en": "Reader against reader", "ko": "판독자 쌍별 비교"},
    "pair": {"en": "Readers", "ko": "판독자"},
    "pair-name": {"en": "{first} and {second}", "ko": "{first} · {second}"},
    "kappa": {"en": "Kappa", "ko": "카파"},
    "weighted-kappa": {"en": "Weighted kappa", "ko": "가중 카파"},
    "first-higher": {"en": "First higher", "ko": "앞이 높음"},
    "first-lower": {"en": "First lower", "ko": "앞이 낮음"},
    "margins-p": {"en": "p (margins)", "ko": "p(주변동질성)"},
    "intraclass": {"en": "Grades as numbers: intraclass correlation", "ko": "등급을 수치로 본 급내상관계수"},
    "form": {"en": "Form", "ko": "형태"},
    "given": {"en": "How often each grade was given", "ko": "판독자별 등급 분포"},
    "reader": {"en": "Reader", "ko": "판독자"},
    "disputes": {"en": "To read again, the farthest apart first", "ko": "재판독 대상(차이가 큰 순서)"},
    "disputes-first": {
        "en": "To read again: the first {n} of {total}, the farthest apart first",
        "ko": "재판독 대상: 전체 {total}건 중 차이가 큰 {n}건",
    },
    "subject": {"en": "Subject", "ko": "대상"},
    "steps": {"en": "Steps apart", "ko": "등급 차이"},
    "crosses": {"en": "Crosses", "ko": "걸친 경계"},
    "matrix-title": {"en": "{kappa} of every pair of readers", "ko": "판독자 쌍별 {kappa}"},
    "matrix-says": {
        "en": "A matrix of readers. {pairs}.",
        "ko": "판독자 행렬. {pairs}.",
    },
    "matrix-pair": {"en": "{first} and {second}: {kappa} in {n} subjects", "ko": "{first}·{second}: {kappa}({n}건)"},
    "cross-title": {"en": "{first} against {second}: subjects by grade", "ko": "{first} · {second} 등급 교차표"},
    "cross-says": {
        "en": "A cross-table: {same} of {n} subjects lie on the diagonal, where both gave the same grade.",
        "ko": "교차표. 전체 {n}건 중 {same}건이 두 판독자의 등급이 같은 대각선에 있습니다.",
    },
    "boundaries-title": {"en": "On which boundary the readers differ", "ko": "어느 경계에서 판독이 엇갈리는가"},
    "boundaries-says": {
        "en": "Bars of the share of disagreement at each boundary, with AC1 beside. {each}.",
        "ko": "경계별 불일치 비중과 AC1. {each}.",
    },
    "unweighted": {"en": "no", "ko": "비가중"},
    "linear": {"en": "linear", "ko": "선형"},
    "quadratic": {"en": "quadratic", "ko": "이차"},
    "ordinal": {"en": "ordinal", "ko": "순서형"},
    "ratio": {"en": "ratio", "ko": "비율형"},
    "missing-interval": {
        "en": "Intervals shown as a dash: every subject shows the same agreement, which does not tell how it varies.",
        "ko": "줄표로 표시한 신뢰구간: 모든 대상의 일치 정도가 같아 변동을 추정할 수 없습니다.",
    },
    "missing-of": {"en": "{name}: {why}", "ko": "{name}: {why}"},
    "note-interval": {
        "en": "Intervals are {percent} %, over the sampling of subjects; the readers are taken as given. Kappa of a "
        "pair has normal limits by its large-sample error (Fleiss, Cohen and Everitt 1969); the others are "
        "Gwet's, with t.",
        "ko": "{percent}% 신뢰구간은 대상의 표본 변동만 반영하며 판독자는 고정된 것으로 봅니다. 쌍별 카파는 대표본 오차"
        "(Fleiss·Cohen·Everitt 1969), 나머지는 Gwet의 t 구간입니다.",
    },
    "note-alpha": {
        "en": "The interval of alpha is made of {draws} samples of the subjects, seed {seed}.",
        "ko": "알파의 신뢰구간은 대상을 {draws}회 재표집해 구했습니다(시드 {seed}).",
    },
    "note-words": {
        "en": "No word such as 'substantial' is put on a coefficient: the usual limits (Landis and Koch 1977) are "
        "arbitrary, and a coefficient depends on how often each grade occurs.",
        "ko": "계수에 ‘상당한 일치’ 같은 말을 붙이지 않습니다. 통용되는 기준(Landis·Koch 1977)은 임의적이며 계수는 "
        "등급의 빈도에 따라 달라집니다.",
    },
    "note-list": {
        "en": "The list names what to read again; which grade is right is not said here.",
        "ko": "재판독 목록은 다시 판독할 대상을 알려줄 뿐, 어느 등급이 맞는지는 판단하지 않습니다.",
    },
    "note-sources": {
        "en": "Cohen 1960, 1968; Gwet 2008, 2014; Krippendorff 2011; Conger 1980; Shrout and Fleiss 1979; Stuart 1955 "
        "and Maxwell 1970; Vanbelle and Albert 2009.",
        "ko": "Cohen 1960·1968, Gwet 2008·2014, Krippendorff 2011, Conger 1980, Shrout·Fleiss 1979, Stuart 1955·"
        "Maxwell 1970, Vanbelle·Albert 2009.",
    },
}


def agreement_word(key: str, lang: str, **names: object) -> str:
    """A text of this result with its names filled in.

    >>> agreement_word("boundary-name", "en", below=1, above=2)
    '1 | 2'
    """
    return say(AGREEMENT[key], lang).format(**names)
