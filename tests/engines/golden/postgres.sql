-- postgres: written by tests/engines/write_golden.py
SELECT
  *,
  CASE
    WHEN COALESCE("exact_outpatient_low" BETWEEN -10000000000000 AND 10000000000000, TRUE)
    THEN CAST(FLOOR(CAST("exact_outpatient_low" AS DECIMAL(18, 4))) AS BIGINT)
    ELSE CAST(FLOOR("exact_outpatient_low") AS BIGINT)
  END * CAST((
    "exact_outpatient_low" > 0
  ) AS INT) AS "outpatient_low",
  CASE
    WHEN COALESCE("exact_outpatient_high" BETWEEN -10000000000000 AND 10000000000000, TRUE)
    THEN CAST(FLOOR(CAST("exact_outpatient_high" AS DECIMAL(18, 4))) AS BIGINT)
    ELSE CAST(FLOOR("exact_outpatient_high") AS BIGINT)
  END * CAST((
    "exact_outpatient_high" > 0
  ) AS INT) AS "outpatient_high",
  CASE
    WHEN COALESCE("exact_inpatient_low" BETWEEN -10000000000000 AND 10000000000000, TRUE)
    THEN CAST(FLOOR(CAST("exact_inpatient_low" AS DECIMAL(18, 4))) AS BIGINT)
    ELSE CAST(FLOOR("exact_inpatient_low") AS BIGINT)
  END * CAST((
    "exact_inpatient_low" > 0
  ) AS INT) AS "inpatient_low",
  CASE
    WHEN COALESCE("exact_inpatient_high" BETWEEN -10000000000000 AND 10000000000000, TRUE)
    THEN CAST(FLOOR(CAST("exact_inpatient_high" AS DECIMAL(18, 4))) AS BIGINT)
    ELSE CAST(FLOOR("exact_inpatient_high") AS BIGINT)
  END * CAST((
    "exact_inpatient_high" > 0
  ) AS INT) AS "inpatient_high"
FROM (
  SELECT
    *,
    CASE
      WHEN (
        "technology" = 'bmac'
      ) AND (
        "contract_kind" = 'indemnity'
      )
      THEN CASE
        WHEN CAST(COALESCE("outpatient_limit", 200000) AS DECIMAL(38, 4)) <= CAST((
          CAST("claim_cost_low" AS DECIMAL(19, 0)) * COALESCE(
            CAST((
              (
                CAST(10000 AS DECIMAL(19, 0)) - CAST("copay_hundredths" AS DECIMAL(19, 0))
              ) * 0.0001
            ) AS DECIMAL(38, 4)),
            CAST(0.8 AS DECIMAL(38, 4))
          )
        ) AS DECIMAL(38, 4))
        THEN CAST(COALESCE("outpatient_limit", 200000) AS DECIMAL(38, 4))
        ELSE CAST((
          CAST("claim_cost_low" AS DECIMAL(19, 0)) * COALESCE(
            CAST((
              (
                CAST(10000 AS DECIMAL(19, 0)) - CAST("copay_hundredths" AS DECIMAL(19, 0))
              ) * 0.0001
            ) AS DECIMAL(38, 4)),
            CAST(0.8 AS DECIMAL(38, 4))
          )
        ) AS DECIMAL(38, 4))
      END
    END AS "exact_outpatient_low",
    CASE
      WHEN (
        "technology" = 'bmac'
      ) AND (
        "contract_kind" = 'indemnity'
      )
      THEN CASE
        WHEN 0 >= (
          CAST("claim_cost_high" AS DECIMAL(19, 0)) - CAST(50000 AS DECIMAL(19, 0))
        )
        THEN 0
        ELSE (
          CAST("claim_cost_high" AS DECIMAL(19, 0)) - CAST(50000 AS DECIMAL(19, 0))
        )
      END
    END AS "exact_outpatient_high",
    CASE
      WHEN (
        "technology" = 'bmac'
      )
      THEN CASE
        WHEN (
          NOT (
            "injection_rider"
          )
        )
        THEN CAST(0 AS DECIMAL(38, 1))
        ELSE CAST((
          CAST("claim_cost_low" AS DECIMAL(19, 0)) * 0.7
        ) AS DECIMAL(38, 1))
      END
    END AS "exact_inpatient_low",
    CASE WHEN (
      "technology" = 'bmac'
    ) THEN "claim_cost_high" END AS "exact_inpatient_high"
  FROM (
    SELECT
      *,
      COALESCE("eligibility_outcome", 'missing') AS "eligibility",
      CASE WHEN "kit_code" <> CAST(0 AS BIGINT) THEN 'pass' ELSE 'not-applicable' END AS "kit",
      CASE
        WHEN "admission_code" <> CAST(0 AS BIGINT)
        THEN 'pass'
        ELSE 'not-applicable'
      END AS "admission",
      CASE
        WHEN (
          "contract_code" & (
            "contract_code" >> 1
          ) & CAST(1025 AS BIGINT)
        ) <> CAST(0 AS BIGINT)
        THEN 'fail'
        WHEN (
          "contract_code" & (
            "contract_code" >> 1
          ) & CAST(20 AS BIGINT)
        ) <> CAST(0 AS BIGINT)
        THEN 'review'
        WHEN (
          (
            ~"contract_code"
          ) & (
            "contract_code" >> 1
          ) & CAST(1045 AS BIGINT)
        ) <> CAST(0 AS BIGINT)
        THEN 'missing'
        WHEN "contract_code" <> CAST(0 AS BIGINT)
        THEN 'pass'
        ELSE 'not-applicable'
      END AS "contract",
      CASE
        WHEN "integrity_code" <> CAST(0 AS BIGINT)
        THEN 'pass'
        ELSE 'not-applicable'
      END AS "integrity"
    FROM (
      SELECT
        *,
        CAST(0 AS BIGINT) AS "kit_code",
        CAST(0 AS BIGINT) AS "admission_code",
        CAST(CASE
          WHEN (
            "technology" = 'bmac'
          )
          THEN (
            CASE
              WHEN (
                (
                  "service_on" >= CAST('2023-07-11' AS DATE)
                )
                AND (
                  "service_on" < CAST('2026-01-01' AS DATE)
                )
              )
              THEN CASE
                WHEN (
                  (
                    "kl_grade" >= 2
                  ) AND (
                    "kl_grade" <= 3
                  )
                )
                THEN CAST(1 AS BIGINT)
                WHEN (
                  "icrs_grade" >= 3
                )
                THEN CAST(1 AS BIGINT)
                WHEN (
                  (
                    (
                      "kl_grade" < 2
                    ) OR (
                      "kl_grade" > 3
                    )
                  )
                  AND (
                    "icrs_grade" < 3
                  )
                )
                THEN CAST(3 AS BIGINT)
                ELSE CAST(2 AS BIGINT)
              END
              WHEN (
                "service_on" < CAST('2023-07-11' AS DATE)
              )
              THEN CAST(0 AS BIGINT)
              WHEN (
                "service_on" >= CAST('2026-01-01' AS DATE)
              )
              THEN CAST(0 AS BIGINT)
              ELSE CASE
                WHEN (
                  (
                    "kl_grade" >= 2
                  ) AND (
                    "kl_grade" <= 3
                  )
                )
                THEN CAST(1 AS BIGINT)
                WHEN (
                  "icrs_grade" >= 3
                )
                THEN CAST(1 AS BIGINT)
                ELSE CAST(2 AS BIGINT)
              END
            END | CASE
              WHEN (
                (
                  "sold_on" >= CAST('2017-04-01' AS DATE)
                )
                AND (
                  "contract_kind" = 'indemnity'
                )
                AND (
                  (
                    "generation" IN (3, 4)
                  )
                )
              )
              THEN CASE
                WHEN (
                  (
                    "sold_on" <= CAST((
                      "service_on" - INTERVAL '6 MONTH'
                    ) AS DATE)
                  )
                  AND (
                    "kit_expires_on" >= CAST((
                      "service_on" + INTERVAL '30 DAY'
                    ) AS DATE)
                  )
                )
                THEN CAST(4 AS BIGINT)
                WHEN (
                  "sold_on" > CAST((
                    "service_on" - INTERVAL '6 MONTH'
                  ) AS DATE)
                )
                THEN CAST(12 AS BIGINT)
                WHEN (
                  "kit_expires_on" < CAST((
                    "service_on" + INTERVAL '30 DAY'
                  ) AS DATE)
                )
                THEN CAST(12 AS BIGINT)
                ELSE CAST(8 AS BIGINT)
              END
              WHEN (
                "sold_on" < CAST('2017-04-01' AS DATE)
              )
              THEN CAST(0 AS BIGINT)
              WHEN (
                "contract_kind" <> 'indemnity'
              )
              THEN CAST(0 AS BIGINT)
              WHEN (
                (
                  "generation" <> 3
                ) AND (
                  "generation" <> 4
                )
              )
              THEN CAST(0 AS BIGINT)
              ELSE CASE
                WHEN (
                  (
                    "sold_on" <= CAST((
                      "service_on" - INTERVAL '6 MONTH'
                    ) AS DATE)
                  )
                  AND (
                    "kit_expires_on" >= CAST((
                      "service_on" + INTERVAL '30 DAY'
                    ) AS DATE)
                  )
                )
                THEN CAST(4 AS BIGINT)
                ELSE CAST(8 AS BIGINT)
              END
            END | CASE
              WHEN (
                (
                  "sold_on" >= CAST('2017-03-01' AS DATE)
                )
                AND (
                  "sold_on" < CAST('2017-04-01' AS DATE)
                )
                AND (
                  "contract_kind" = 'indemnity'
                )
                AND (
                  (
                    "generation" IN (3, 4)
                  )
                )
              )
              THEN CASE
                WHEN (
                  "sold_on" >= CAST('2017-04-01' AS DATE)
                )
                THEN CAST(16 AS BIGINT)
                WHEN (
                  "sold_on" < CAST('2017-04-01' AS DATE)
                )
                THEN CAST(48 AS BIGINT)
                ELSE CAST(32 AS BIGINT)
              END
              WHEN (
                "sold_on" < CAST('2017-03-01' AS DATE)
              )
              THEN CAST(0 AS BIGINT)
              WHEN (
                "sold_on" >= CAST('2017-04-01' AS DATE)
              )
              THEN CAST(0 AS BIGINT)
              WHEN (
                "contract_kind" <> 'indemnity'
              )
              THEN CAST(0 AS BIGINT)
              WHEN (
                (
                  "generation" <> 3
                ) AND (
                  "generation" <> 4
                )
              )
              THEN CAST(0 AS BIGINT)
              ELSE CASE
                WHEN (
                  "sold_on" >= CAST('2017-04-01' AS DATE)
                )
                THEN CAST(16 AS BIGINT)
                ELSE CAST(32 AS BIGINT)
              END
            END | (
              CASE
                WHEN (
                  (
                    "hours_on_ward" >= CAST('6.0' AS DOUBLE PRECISION)
                  )
                  AND (
                    "lesion_area_cm2" <> CAST('2.5' AS DOUBLE PRECISION)
                  )
                )
                THEN CAST(64 AS BIGINT)
                WHEN (
                  "hours_on_ward" < CAST('6.0' AS DOUBLE PRECISION)
                )
                THEN CAST(192 AS BIGINT)
                WHEN (
                  "lesion_area_cm2" = CAST('2.5' AS DOUBLE PRECISION)
                )
                THEN CAST(192 AS BIGINT)
                ELSE CAST(128 AS BIGINT)
              END | CASE
                WHEN (
                  (
                    "label_lot" <> "kit_lot"
                  ) AND (
                    "kit_lot" <> 'O''Brien 로트'
                  )
                )
                THEN CAST(768 AS BIGINT)
                ELSE CAST(256 AS BIGINT)
              END | CASE
                WHEN (
                  "eligibility_outcome" <> 'fail'
                )
                THEN CAST(1024 AS BIGINT)
                WHEN (
                  "eligibility_outcome" = 'fail'
                )
                THEN CAST(3072 AS BIGINT)
                ELSE CAST(2048 AS BIGINT)
              END
            )
          )
          WHEN (
            "technology" <> 'bmac'
          )
          THEN CAST(0 AS BIGINT)
          ELSE CAST(2730 AS BIGINT)
        END AS BIGINT) AS "contract_code",
        CAST(0 AS BIGINT) AS "integrity_code"
      FROM (
        SELECT
          *,
          NULLIF(
            CASE
              WHEN "eligibility_code" <> CAST(0 AS BIGINT)
              THEN 'pass'
              ELSE 'not-applicable'
            END,
            'missing'
          ) AS "eligibility_outcome"
        FROM (
          SELECT
            *,
            CAST(0 AS BIGINT) AS "eligibility_code"
          FROM (
            SELECT
              *
            FROM facts
          ) AS f
        ) AS f
      ) AS f
    ) AS f
  ) AS f
) AS f
