"""Figures over the whole set for many cases: counted in DuckDB once a run, into side tables that hold only what is odd.

Twin of `peers.py`; the statistics of `rates.py` serve both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kneewise.review.kit_sql import serial_stands_last
from kneewise.review.rates import MIN_CASES, ProviderCount, lower_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

PRICE = """CASE WHEN count(*) FILTER (WHERE item = 'injection') > 0
  AND count(*) = count(*) FILTER (WHERE item IS NOT NULL AND amount IS NOT NULL AND currency = 'KRW')
  THEN sum(amount) FILTER (WHERE item = 'injection') END"""


class PeerColumns(NamedTuple):
    """The SQL of each peer fact over the joined tables, and the joins themselves (to `c`, the cases)."""

    facts: Mapping[str, str]
    joins: tuple[str, ...]


def kit_serial(column: str) -> str:
    """SQL of a kit's serial: off its label, else as recorded. `k` is the joined table of labels."""
    after = f"substr({column}, strpos({column}, '(21)') + 4)"
    own = f"CASE WHEN {serial_stands_last(column)} AND k.key <> {column} THEN {after}"
    return f"coalesce({own} WHEN k.serial IS NOT NULL THEN k.serial END, c.kit_serial)"


def make_peer_tables(connection: DuckDBPyConnection, key_sql: str, n_cases: int) -> PeerColumns:
    """Compute the figures over the set into temporary tables; needs `labels` of `kit_sql`.

    n_cases : a case alone has no peers, all its figures are unknown
    """
    if n_cases < 2:
        return PeerColumns({}, ())
    _count_kits(connection, key_sql)
    _count_providers(connection)
    _count_reasons(connection)
    _take_medians(connection)
    known_kit = f"(k.device_identifier IS NOT NULL AND {kit_serial('c.kit_udi')} IS NOT NULL)"
    return PeerColumns(
        {
            "kit_reused": f"CASE WHEN {known_kit} THEN coalesce(pk.reused, FALSE) END",
            "kit_on_both_knees": f"CASE WHEN {known_kit} THEN coalesce(pk.both_knees, FALSE) END",
            "provider_cases": "pp.n_cases",
            "provider_admission_rate_low": "pp.admission_low",
            "provider_far_share_low": "pp.far_low",
            "claims_with_same_reason": (
                f"CASE WHEN pp.n_cases >= {MIN_CASES} AND c.has_stay_reason THEN coalesce(pr.n_others, 0) END"
            ),
            "technology_price_median": "pm.middle",
        },
        (
            'LEFT JOIN peer_kits pk ON pk."case" = c."case"',
            "LEFT JOIN peer_providers pp ON pp.key = c.provider_key",
            'LEFT JOIN peer_reasons pr ON pr."case" = c."case"',
            "LEFT JOIN peer_prices pm ON pm.technology = c.technology",
        ),
    )


def _count_kits(connection: DuckDBPyConnection, key_sql: str) -> None:
    kits = (
        'SELECT c."case", c.claim, c.patient_key, c.knee, k.device_identifier AS device,'
        f" {kit_serial('c.kit_udi')} AS serial FROM in_cases c JOIN labels k ON k.key = {_of(key_sql)}"
        " WHERE k.device_identifier IS NOT NULL"
    )
    # First the numbers that come twice, by a hash that costs eight bytes a kit; only those are looked at in full.
    connection.execute(
        "CREATE TEMP TABLE kit_hashes AS SELECT h FROM"
        f" (SELECT hash(device, serial) AS h FROM ({kits}) WHERE serial IS NOT NULL) GROUP BY h HAVING count(*) > 1"
    )
    connection.execute(
        f"CREATE TEMP TABLE twice AS SELECT * FROM ({kits}) WHERE hash(device, serial) IN (SELECT h FROM kit_hashes)"
        " AND serial IS NOT NULL"
    )
    connection.execute(
        'CREATE TEMP TABLE peer_kits AS SELECT "case",'
        " n_claims > 1 OR (n_patients > 1 AND patient_key IS NOT NULL) AS reused, n_knees > 1 AS both_knees"
        ' FROM (SELECT t."case", t.patient_key, a.n_claims, a.n_patients, b.n_knees FROM twice t'
        " JOIN (SELECT device, serial, count(DISTINCT claim) AS n_claims, count(DISTINCT patient_key) AS n_patients"
        " FROM twice GROUP BY ALL) a USING (device, serial)"
        " JOIN (SELECT device, serial, claim, count(DISTINCT knee) AS n_knees FROM twice GROUP BY ALL) b"
        " USING (device, serial, claim))"
    )


def _of(key_sql: str) -> str:
    return key_sql.replace("kit_udi", "c.kit_udi")


def _count_providers(connection: DuckDBPyConnection) -> None:
    rows = connection.execute(
        "SELECT provider_key, count(*), count(stay_setting), count(*) FILTER (WHERE stay_setting <> 'outpatient'),"
        " count(*) FILTER (WHERE patient_region IS NOT NULL AND provider_region IS NOT NULL),"
        " count(*) FILTER (WHERE patient_region <> provider_region)"
        " FROM in_cases WHERE provider_key IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    limits = lower_limits([ProviderCount(key, *counts) for key, _, *counts in rows])
    connection.execute(
        "CREATE TEMP TABLE peer_providers(key VARCHAR, n_cases BIGINT, admission_low DOUBLE, far_low DOUBLE)"
    )
    filled = [(key, n, *limits.get(key, (None, None))) for key, n, *_ in rows]
    if filled:
        columns = [list(column) for column in zip(*filled, strict=True)]
        connection.execute(
            "INSERT INTO peer_providers"
            " SELECT unnest($1::VARCHAR[]), unnest($2::BIGINT[]), unnest($3::DOUBLE[]), unnest($4::DOUBLE[])",
            columns,
        )


def written_reason(column: str) -> str:
    """SQL of a reason written in one way: the twin of `peers.normalise_reason`."""
    return f"regexp_replace(lower({column}), '[^\\p{{L}}\\p{{N}}]', '', 'g')"


def _count_reasons(connection: DuckDBPyConnection) -> None:
    reason = written_reason("c.stay_reason")
    written = (
        f'SELECT c."case", c.claim, c.provider_key AS key, hash({reason}) AS reason FROM in_cases c'
        f" JOIN peer_providers p ON p.key = c.provider_key AND p.n_cases >= {MIN_CASES} WHERE c.has_stay_reason"
    )
    connection.execute(f"CREATE TEMP TABLE reasons AS {written}")
    connection.execute(
        'CREATE TEMP TABLE peer_reasons AS SELECT r."case", n.n_claims - 1 AS n_others FROM reasons r'
        " JOIN (SELECT key, reason, count(DISTINCT claim) AS n_claims FROM reasons GROUP BY ALL"
        " HAVING count(DISTINCT claim) > 1) n USING (key, reason)"
    )
    connection.execute("DROP TABLE reasons")


def _take_medians(connection: DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE TEMP TABLE peer_prices AS SELECT technology, median(price) AS middle FROM"
        f' (SELECT c.technology, p.price FROM in_cases c JOIN (SELECT "case", {PRICE} AS price FROM in_charges'
        ' GROUP BY 1) p ON p."case" = c."case" WHERE p.price IS NOT NULL AND c.technology IS NOT NULL)'
        f" GROUP BY 1 HAVING count(*) >= {MIN_CASES}"
    )
