"""Words of a network meta-analysis: what was compared, how sure, and where direct and indirect evidence part."""

from __future__ import annotations

from kneewise.report.words import Words, say

NETWORK: dict[str, Words] = {
    "title": {"en": "Treatments compared over a network of trials", "ko": "네트워크 메타분석: 치료 간 비교"},
    "size": {
        "en": "{treatments} treatments in {trials} trials of {designs} designs; {pairs} of {all_pairs} comparisons "
        "were made directly.",
        "ko": "치료 {treatments}가지, 연구 {trials}건, 설계 {designs}가지; 가능한 비교 {all_pairs}개 중 "
        "{pairs}개가 직접 비교.",
    },
    "best": {
        "en": "Highest P-score: {name} ({score}). A P-score ranks by these trials; it says nothing of how good "
        "they are.",
        "ko": "P-score가 가장 높은 치료: {name} ({score}). P-score는 이 연구들에 따른 순위이며 연구의 질은 "
        "반영하지 않습니다.",
    },
    "spread": {
        "en": "Between trials: tau {tau} ({method}); I2 {i2} ({low} to {high}).",
        "ko": "연구 간 이질성: tau {tau} ({method}); I2 {i2} ({low} ~ {high}).",
    },
    "agree": {
        "en": "Designs against each other: Q {q} on {df} degrees of freedom, p {p}.",
        "ko": "설계 간 불일치: Q {q}, 자유도 {df}, p {p}.",
    },
    "agree-random": {
        "en": "With the variance found within designs: Q {q}, p {p}.",
        "ko": "설계 내 분산을 반영하면: Q {q}, p {p}.",
    },
    "common-model": {
        "en": "One true effect for each comparison is assumed.",
        "ko": "비교마다 참값이 하나라고 가정했습니다.",
    },
    "single": {
        "en": "{n} of the direct comparisons rest on one trial each.",
        "ko": "직접 비교 중 {n}개는 연구 1건에만 근거합니다.",
    },
    "mixed": {
        "en": "'{name}' is not one product: what is found for it belongs to none.",
        "ko": "'{name}'은(는) 한 제품이 아니므로 그 결과는 어느 제품의 것도 아닙니다.",
    },
    "disagree": {
        "en": "Direct and indirect evidence differ (p below 0.05) for: {pairs}.",
        "ko": "직접 근거와 간접 근거가 다른 비교(p<0.05): {pairs}.",
    },
    "against": {"en": "{name} against {other}", "ko": "{name} 대 {other}"},
    "against-reference": {"en": "Against {reference}", "ko": "{reference} 대비"},
    "treatment": {"en": "Treatment", "ko": "치료"},
    "comparison": {"en": "Comparison", "ko": "비교"},
    "n-direct": {"en": "Trials", "ko": "연구 수"},
    "share": {"en": "Direct share", "ko": "직접 근거 비율"},
    "effect": {"en": "Effect", "ko": "효과"},
    "prediction": {"en": "Next trial", "ko": "다음 연구 예측구간"},
    "p-score": {"en": "P-score", "ko": "P-score"},
    "direct": {"en": "Direct", "ko": "직접"},
    "indirect": {"en": "Indirect", "ko": "간접"},
    "difference": {"en": "Difference", "ko": "차이"},
    "quotient": {"en": "Direct over indirect", "ko": "직접÷간접"},
    "league": {"en": "League table", "ko": "리그 테이블"},
    "league-caption": {
        "en": "Row against column: below the diagonal of the network, above it of direct trials alone",
        "ko": "행 대 열: 대각선 아래는 네트워크, 위는 직접 비교 연구만",
    },
    "league-says": {
        "en": "Every treatment (row) against every other (column); below the diagonal network estimates, above it "
        "direct ones. A shade stands where the interval leaves out no difference.",
        "ko": "모든 치료(행) 대 다른 치료(열). 대각선 아래는 네트워크 추정값, 위는 직접 추정값. 구간이 '차이 "
        "없음'을 포함하지 않으면 색을 칠했습니다.",
    },
    "in-favour": {"en": "row better", "ko": "행이 우월"},
    "against-row": {"en": "column better", "ko": "열이 우월"},
    "row-higher": {"en": "row higher", "ko": "행이 큼"},
    "row-lower": {"en": "row lower", "ko": "행이 작음"},
    "splits": {"en": "Direct and indirect evidence", "ko": "직접 근거와 간접 근거"},
    "designs": {"en": "Designs", "ko": "설계"},
    "design": {"en": "Design", "ko": "설계"},
    "q-within": {"en": "Q within", "ko": "설계 내 Q"},
    "q-without": {"en": "Q between without it", "ko": "제외 시 설계 간 Q"},
    "df": {"en": "df", "ko": "자유도"},
    "consistency": {"en": "Do direct and indirect evidence agree?", "ko": "직접 근거와 간접 근거는 일치하는가"},
    "graph": {"en": "The network", "ko": "네트워크"},
    "graph-says": {
        "en": "Treatments as circles, sized by their trials; lines as wide as trials that compared two directly; a "
        "shaded area is a trial of several arms. {pairs}",
        "ko": "원은 치료(크기는 연구 수), 선의 굵기는 두 치료를 직접 비교한 연구 수, 음영은 다군 연구. {pairs}",
    },
    "pair-count": {"en": "{pair}: {n}", "ko": "{pair}: {n}"},
    "forest": {"en": "Every treatment against {reference}", "ko": "{reference} 대비 모든 치료"},
    "forest-says": {
        "en": "Network estimates against {reference} with intervals (thick) and where a further trial would lie "
        "(thin).",
        "ko": "{reference} 대비 네트워크 추정값: 굵은 선은 신뢰구간, 가는 선은 예측구간.",
    },
    "heat": {"en": "Net heat", "ko": "네트 히트"},
    "heat-says": {
        "en": "Rows are network estimates, columns designs. Warm: the design disagrees with the row, detaching it "
        "calms "
        "the network; cold: it is in line. The square is the design's weight in the row.",
        "ko": "행은 네트워크 추정값, 열은 설계. 따뜻한 색: 그 설계가 행과 불일치(분리하면 불일치 감소), 차가운 색: "
        "일치. 사각형 크기는 행에서 그 설계의 비중.",
    },
    "warm": {"en": "disagrees", "ko": "불일치"},
    "cold": {"en": "in line", "ko": "일치"},
    "left-out": {"en": "Left out: {what}.", "ko": "제외: {what}."},
    "no-random": {
        "en": "No random-effects model: {why}.",
        "ko": "변량효과 모형 없음: 자유도가 없어 연구 간 분산을 추정할 수 없습니다.",
    },
    "no-heat": {
        "en": "No net heat: no loop along several designs; nothing could disagree.",
        "ko": "네트 히트 없음: 여러 설계를 잇는 고리가 없어 불일치를 볼 수 없습니다.",
    },
    "no-scores": {
        "en": "No P-scores: --better says whether lower or higher figures are benefit.",
        "ko": "P-score 없음: --better로 낮은 값과 높은 값 중 어느 쪽이 이로운지 지정하십시오.",
    },
    "no-split": {
        "en": "No comparison has both direct and indirect evidence: nothing checks the network.",
        "ko": "직접 근거와 간접 근거가 모두 있는 비교가 없어 네트워크를 점검할 수 없습니다.",
    },
    "note-method": {
        "en": "Frequentist network meta-analysis (weighted Laplacian), trials of several arms with their covariance; "
        "Rücker 2012, Rücker and Schwarzer 2014.",
        "ko": "빈도주의 네트워크 메타분석(가중 라플라시안), 다군 연구는 공분산을 반영; Rücker 2012, "
        "Rücker·Schwarzer 2014.",
    },
    "note-similar": {
        "en": "Indirect evidence holds only where the trials are alike but for the treatments: patients, grade of "
        "the "
        "joint, dose, time. No figure here can check that.",
        "ko": "간접 근거는 치료 외의 조건(환자, 관절 등급, 용량, 시점)이 비슷할 때만 성립하며, 이를 확인하는 "
        "수치는 여기 없습니다.",
    },
    "note-logs": {
        "en": "Ratios: worked out and tested as logarithms.",
        "ko": "비(ratio)는 로그로 계산하고 검정했습니다.",
    },
    "note-mantel-haenszel": {
        "en": "Mantel-Haenszel network; nothing is added to empty cells (Efthimiou 2019).",
        "ko": "맨텔-헨젤 네트워크; 빈 칸에 아무것도 더하지 않음(Efthimiou 2019).",
    },
    "note-hypergeometric": {
        "en": "Exact conditional likelihood (non-central hypergeometric); nothing is added to empty cells.",
        "ko": "정확 조건부 가능도(비중심 초기하분포); 빈 칸에 아무것도 더하지 않음.",
    },
    "note-multinomial": {
        "en": "Conditional likelihood in its approximation for rare events, as netmeta's NCH.",
        "ko": "희귀 사건에 대한 근사 조건부 가능도(netmeta의 NCH와 같음).",
    },
    "sparse-title": {"en": "Rare events over a network of trials", "ko": "희귀 사건의 네트워크 메타분석"},
    "sparse-size": {
        "en": "{treatments} treatments in {trials} trials that say something of an odds ratio.",
        "ko": "치료 {treatments}가지, 오즈비 정보를 주는 연구 {trials}건.",
    },
    "parts-title": {"en": "What each part of a product adds", "ko": "구성 요소별 효과"},
    "parts-size": {
        "en": "{components} components in {treatments} treatments; {trials} trials; {subnetworks} separate networks "
        "before components join them.",
        "ko": "구성 요소 {components}가지, 치료 {treatments}가지, 연구 {trials}건; 구성 요소로 잇기 전 네트워크 "
        "{subnetworks}개.",
    },
    "component": {"en": "Component", "ko": "구성 요소"},
    "additive": {
        "en": "Adding up against not adding up: Q {q} on {df} degrees of freedom, p {p}.",
        "ko": "가산성 검정: Q {q}, 자유도 {df}, p {p}.",
    },
    "no-additive": {
        "en": "Whether parts add up cannot be tested here: no product says it without the assumption.",
        "ko": "가산성을 검정할 수 없습니다: 가정 없이는 비교할 수 없는 자료입니다.",
    },
    "untold": {
        "en": "{name}: the trials do not tell it from other components.",
        "ko": "{name}: 다른 구성 요소와 구별되지 않습니다.",
    },
    "note-parts": {
        "en": "A product is taken to do what its parts do together (additive component network; Rücker 2020).",
        "ko": "제품의 효과를 구성 요소 효과의 합으로 가정했습니다(가산 구성요소 네트워크; Rücker 2020).",
    },
    "effect-axis": {"en": "Effect ({measure})", "ko": "효과 ({measure})"},
    "no-measure": {"en": "as given", "ko": "주어진 단위"},
}


def network_word(key: str, lang: str, **names: object) -> str:
    """A word of networks with its names filled in."""
    return say(NETWORK[key], lang).format(**names)
