-- The verdicts of the whole Korean law book as an expert would write them by hand for DuckDB 2.0: no engine, no
-- policy file, every rule in its place. It reads the demo set as it is (texts are NFC, columns are all there).
-- $folder and $target are put in by `end_to_end.py`; figures over the whole set are left out, as the comparison says.
-- Codes: 1 met, 2 missing, 3 not met, 0 not applicable, two bits a clause.

CREATE MACRO code(rule) AS coalesce(3 - 2 * rule::INT, 2);
CREATE MACRO code_if(bound, rule) AS CASE WHEN bound THEN coalesce(3 - 2 * rule::INT, 2) WHEN NOT bound THEN 0 WHEN rule THEN 1 ELSE 2 END;
CREATE MACRO doubt(rule) AS CASE WHEN rule THEN 1 ELSE 2 END;  -- where it is not known whether the clause binds
CREATE MACRO place(code, shift) AS code::BIGINT << shift;
CREATE MACRO some_not_met(word, mask) AS (word & (word >> 1) & mask) <> 0;
CREATE MACRO some_missing(word, mask) AS (~word & (word >> 1) & mask) <> 0;

-- Licences of the kits: permit, first and last day, whether it is for marrow, whether the shape of its number is known
-- and fits classes 3 and 4. A permit without a licence is known by its shape only.
CREATE TEMP TABLE licence AS SELECT * FROM (VALUES
  ('제허 99-901호',   DATE '2019-03-04', NULL,              true,  true,  true),
  ('제수허 99-902호', DATE '2020-06-15', NULL,              true,  true,  true),
  ('제수허 99-903호', DATE '2021-01-11', DATE '2031-01-11', true,  true,  true),
  ('제허 99-904호',   DATE '2018-09-03', NULL,              true,  true,  true),
  ('제수허 99-905호', DATE '2016-05-02', NULL,              false, true,  true),
  ('제수허 99-906호', DATE '2015-02-02', DATE '2022-12-31', true,  true,  true),
  ('제수허 99-907호', NULL,              NULL,              NULL,  true,  true),
  ('DEMO/99/908',     DATE '2019-03-04', NULL,              true,  false, NULL),
  ('제허 99-909호',   DATE '2020-02-03', NULL,              false, true,  true)
) AS l(permit, starts_on, ends_on, marrow, shape_known, shape_fits);

-- Labels without their serial number, each read once: GTIN with its check digit, days, lot.
CREATE TEMP TABLE label AS
WITH texts AS (
  SELECT DISTINCT CASE WHEN contains(kit_udi, '(21)') THEN left(kit_udi, strpos(kit_udi, '(21)') + 3) ELSE kit_udi END AS text
  FROM '$folder/cases.parquet' WHERE kit_udi IS NOT NULL
), elements AS (
  SELECT text, regexp_extract(text, '^\(01\)(\d{14})', 1) AS gtin,
    nullif(regexp_extract(text, '\(11\)(\d{6})', 1), '') AS made, nullif(regexp_extract(text, '\(17\)(\d{6})', 1), '') AS expires,
    nullif(regexp_extract(text, '\(10\)([^(]+)', 1), '') AS lot, contains(text, '(21)') AS has_serial
  FROM texts
)
SELECT text, has_serial, lot,
  list_sum(list_transform(range(1, 14), lambda i: gtin[i]::INT * CASE WHEN i % 2 = 1 THEN 3 ELSE 1 END)) AS weighed,
  (10 - weighed % 10) % 10 = gtin[14]::INT AS good_digit,

  CASE WHEN made LIKE '%00' THEN last_day(strptime('20' || left(made, 4) || '01', '%Y%m%d'))
    ELSE strptime('20' || made, '%Y%m%d') END::DATE AS made_on,
  strptime('20' || expires, '%Y%m%d')::DATE AS expires_on,
  coalesce(made LIKE '%00', false) OR coalesce(expires LIKE '%00', false) AS day_zero,
  made IS NOT NULL OR expires IS NOT NULL OR lot IS NOT NULL OR has_serial AS production_identifier
FROM elements;

CREATE TEMP TABLE verdict AS
WITH documents AS (
  SELECT "case" AS k, bool_or(document = 'xray-report') AS xray, bool_or(document = 'operative-record') AS operative,
    bool_or(document = 'nursing-notes') AS nursing, bool_or(document = 'treatment-history') AS history
  FROM '$folder/documents.parquet' GROUP BY 1
), counted AS (  -- of each scale and reader the latest image that counts, packed so that the greatest is the latest
  SELECT r."case" AS k, scale, CASE reader WHEN 'treating' THEN 5 WHEN 'second' THEN 4 WHEN 'independent' THEN 3
      WHEN 'insurer-adviser' THEN 2 WHEN 'court' THEN 1 ELSE 0 END AS rank,
    max(((modality <> 'mri')::BIGINT << 50) + (coalesce(imaged_on - DATE '0001-01-01', 0)::BIGINT << 25)
      + (coalesce(read_on - DATE '0001-01-01', 0)::BIGINT << 3) + grade) AS latest
  FROM '$folder/readings.parquet' r JOIN '$folder/cases.parquet' c ON c."case" = r."case"
  WHERE grade IS NOT NULL AND (scale = 'KL' AND modality = 'xray' OR scale = 'ICRS' AND modality IN ('arthroscopy', 'mri'))
    AND (imaged_on <= service_on) IS NOT FALSE
  GROUP BY ALL
), grades AS (
  SELECT k, max(latest + (rank::BIGINT << 47)) FILTER (WHERE scale = 'KL') & 7 AS kl, min(latest & 7) FILTER (WHERE scale = 'KL') AS kl_low,
    max(latest & 7) FILTER (WHERE scale = 'KL') AS kl_high,
    max(latest + (rank::BIGINT << 47)) FILTER (WHERE scale = 'ICRS') & 7 AS icrs, min(latest & 7) FILTER (WHERE scale = 'ICRS') AS icrs_low,
    max(latest & 7) FILTER (WHERE scale = 'ICRS') AS icrs_high
  FROM counted GROUP BY 1
), readings AS (
  SELECT "case" AS k, bool_or(modality = 'xray') AS xray, bool_or(modality = 'ultrasound') AS ultrasound,
    bool_or(modality IS NULL) AS unknown_modality, max(imaged_on) FILTER (WHERE scale IN ('KL', 'ICRS')) AS last_image_on
  FROM '$folder/readings.parquet' GROUP BY 1
), implants AS (
  SELECT "case" AS k, min(placed_on) FILTER (WHERE kind LIKE '%prosthesis') AS first_on,
    count(*) FILTER (WHERE kind LIKE '%prosthesis' AND placed_on IS NULL) > 0 AS undated, bool_or(kind IS NULL) AS unknown_kind
  FROM '$folder/implants.parquet' GROUP BY 1
), processing AS (
  SELECT "case" AS k, bool_or(step = 'centrifugation') AS centrifuged, bool_or(step IN ('culture', 'enzymatic-digestion')) AS cultured,
    bool_or(step IS NULL) AS unknown_step
  FROM '$folder/processing.parquet' GROUP BY 1
), steps AS (
  SELECT "case" AS k, max(file_row_number) FILTER (WHERE kind = 'harvest') AS last_harvest,
    min(file_row_number) FILTER (WHERE kind = 'centrifugation') AS first_spin, max(file_row_number) FILTER (WHERE kind = 'centrifugation') AS last_spin,
    min(file_row_number) FILTER (WHERE kind = 'injection') AS first_injection, max(file_row_number) FILTER (WHERE kind = 'injection') AS last_injection,
    max(file_row_number) AS last, max("at") FILTER (WHERE kind = 'harvest') AS last_harvest_at,
    min("at") FILTER (WHERE kind = 'centrifugation') AS first_spin_at, max("at") FILTER (WHERE kind = 'centrifugation') AS last_spin_at,
    min("at") FILTER (WHERE kind = 'injection') AS first_injection_at, min("at")::DATE AS first_on, max("at")::DATE AS last_on,
    sum(volume_ml) FILTER (WHERE kind = 'harvest') AS harvested, bool_or(volume_ml IS NULL) FILTER (WHERE kind = 'harvest') AS harvest_open,
    max(volume_ml) FILTER (WHERE kind = 'concentration') AS concentrate,
    sum(volume_ml) FILTER (WHERE kind = 'plasma-removal') AS removed, bool_or(volume_ml IS NULL) FILTER (WHERE kind = 'plasma-removal') AS removal_open,
    sum(volume_ml) FILTER (WHERE kind = 'injection') AS injected, bool_or(volume_ml IS NULL) FILTER (WHERE kind = 'injection') AS injection_open,
    bool_or(kind = 'centrifugation') AS centrifuged, bool_or(kind IN ('culture', 'enzymatic-digestion')) AS cultured, bool_or(kind IS NULL) AS unknown_kind
  FROM read_parquet('$folder/steps.parquet', file_row_number = true) GROUP BY 1
), risks AS (
  SELECT "case" AS k, min(recorded_at) AS first_at, bool_or(recorded_at IS NULL) AS undated FROM '$folder/risks.parquet' GROUP BY 1
), observations AS (
  SELECT "case" AS k, bool_or("at" IS NULL) AS undated, max("at") AS last_at, bool_or(treated AND "at" IS NULL) AS treated_undated,
    max("at") FILTER (WHERE treated) AS last_treated_at, bool_or(treated IS NULL) AS treatment_open,
    bool_or(treated AND "at" IS NULL AND kind IN ('blood-pressure', 'bleeding', 'fever', 'syncope', 'allergic-reaction')) AS change_undated,
    max("at") FILTER (WHERE treated AND kind IN ('blood-pressure', 'bleeding', 'fever', 'syncope', 'allergic-reaction')) AS last_change_at,
    bool_or(treated IS NULL AND (kind IS NULL OR kind IN ('blood-pressure', 'bleeding', 'fever', 'syncope', 'allergic-reaction'))
      OR treated AND kind IS NULL) AS change_open
  FROM '$folder/observations.parquet' GROUP BY 1
), charges AS (
  SELECT "case" AS k, sum(amount) FILTER (WHERE item = 'injection') AS injection, sum(amount) FILTER (WHERE item = 'kit') AS kit,
    bool_or(item IS NULL OR amount IS NULL OR currency IS NULL OR currency <> 'KRW') AS odd,
    bool_or(item IN ('collagen', 'herbal', 'nutrition')) AS extras, bool_or(item IS NULL) AS unknown_item,
    bool_or(amount IS NULL) FILTER (WHERE item = 'kit') AS kit_open
  FROM '$folder/charges.parquet' GROUP BY 1
), statements AS (
  SELECT "case" AS k, nullif(bool_or(says = 'regeneration-promised'), false) AS regeneration,
    nullif(bool_or(says IN ('full-refund-promised', 'refund-if-refused')), false) AS refund, nullif(bool_or(says = 'insurance-guaranteed'), false) AS guaranteed,
    nullif(bool_or(says = 'advice-unverified'), false) AS unverified, nullif(bool_or(says = 'denial-concurrent-procedure'), false) AS denied
  FROM '$folder/statements.parquet' GROUP BY 1
), earlier AS (
  SELECT "case" AS k, min(given_on) FILTER (WHERE response = 'none') AS failed_on, bool_or(response = 'none' AND given_on IS NULL) AS failed_undated,
    bool_or(response IS NULL) AS open FROM '$folder/earlier.parquet' GROUP BY 1
), beside AS (
  SELECT "case" AS k, bool_or("procedure" = 'arthroscopic-debridement') AS arthroscopy, bool_or("procedure" = 'collagen-injection') AS collagen,
    bool_or("procedure" IS NULL) AS open
  FROM '$folder/concurrent_procedures.parquet' GROUP BY 1
), joined AS (
  SELECT c."case", c.claim, c.knee, technology, route, service_on, harvest_tissue, harvest_site, harvest_donor, surgeon_recommends,
    traumatic, lesion_area_cm2, year(service_on) - patient_birth_year AS oldest, diagnosis LIKE 'M17%' AS osteoarthritis,
    diagnosis LIKE 'M22.4%' OR diagnosis LIKE 'M224%' OR diagnosis LIKE 'M94.2%' OR diagnosis LIKE 'M942%' AS chondromalacia,
    kl, kl_low, kl_high, icrs, icrs_low, icrs_high, kl_low < kl_high AS kl_disputed, icrs_low < icrs_high AS icrs_disputed,
    CASE WHEN r.ultrasound THEN true WHEN r.unknown_modality THEN NULL WHEN r.k IS NOT NULL THEN false END AS ultrasound, last_image_on,
    CASE WHEN i.undated OR i.first_on <= service_on THEN true WHEN i.first_on IS NOT NULL AND service_on IS NULL OR i.unknown_kind THEN NULL
      WHEN d.xray OR r.xray THEN false END AS prosthesis,
    coalesce(d.operative, false) AS operative, coalesce(d.nursing, false) AS nursing, p.k IS NOT NULL AS has_processing, s.k IS NOT NULL AS has_steps,
    CASE WHEN p.centrifuged THEN true WHEN p.unknown_step THEN NULL WHEN operative THEN false END AS processing_centrifuged,
    CASE WHEN p.cultured THEN true WHEN p.unknown_step THEN NULL WHEN operative THEN false END AS processing_cultured,
    CASE WHEN s.centrifuged THEN true WHEN s.unknown_kind THEN NULL WHEN operative THEN false END AS steps_centrifuged,
    CASE WHEN s.cultured THEN true WHEN s.unknown_kind THEN NULL WHEN operative THEN false END AS steps_cultured,
    s.last_harvest < s.first_spin AND s.last_spin < s.first_injection AND s.last_injection = s.last AS in_order,
    (s.last_harvest_at <= s.first_spin_at) IS NOT FALSE AND (s.last_spin_at <= s.first_injection_at) IS NOT FALSE
      AND (s.last_harvest_at <= s.first_injection_at) IS NOT FALSE
      AND (s.first_on IS NULL OR service_on IS NULL OR s.first_on = service_on AND s.last_on = service_on) AS timely,
    CASE WHEN NOT harvest_open THEN harvested END AS harvested_ml, CASE WHEN NOT injection_open THEN injected END AS injected_ml,
    CASE WHEN NOT removal_open THEN removed END AS removed_ml, concentrate AS concentrate_ml,
    (injected_ml <= harvested_ml) IS NOT FALSE AND (concentrate_ml <= harvested_ml) IS NOT FALSE AND (injected_ml <= concentrate_ml) IS NOT FALSE
      AND (removed_ml < harvested_ml) IS NOT FALSE AS volumes_follow,
    kit_class, l.text IS NOT NULL AS labelled, l.good_digit AS reads_well, l.day_zero, l.made_on, l.expires_on, l.lot, l.production_identifier,
    coalesce(l.has_serial, false) OR kit_serial IS NOT NULL AS has_serial, kit_lot, c.kit_expires_on AS recorded_expiry,
    coalesce(l.expires_on, c.kit_expires_on) AS expiry,
    CASE WHEN n.starts_on IS NOT NULL THEN service_on >= n.starts_on AND (n.ends_on IS NULL OR service_on < n.ends_on) END AS licensed,
    licensed AND n.marrow AS for_marrow, n.shape_known, n.shape_fits,
    product_viability_percent AS viability, product_recovery_percent AS recovery, product_recovery_basis AS basis,
    product_nucleated_cells_million AS cells, product_aspirate_nucleated_cells_million AS aspirate_cells,
    stay_setting, stay_admitted_at AS admitted_at, stay_discharged_at AS discharged_at, stay_procedure_from_at AS from_at, stay_procedure_until_at AS until_at,
    epoch_us(discharged_at) - epoch_us(admitted_at) AS on_ward,
    epoch_us(discharged_at) - epoch_us(coalesce(until_at, admitted_at)) AS observed, coalesce(stay_ordered_at, admitted_at) AS begins_at,
    stay_reason IS NOT NULL AS has_reason,
    CASE WHEN k.first_at < begins_at THEN true WHEN k.undated OR k.k IS NOT NULL AND begins_at IS NULL THEN NULL WHEN nursing THEN false END AS prior_risk,
    CASE WHEN o.undated OR (o.last_at >= from_at) OR o.last_at IS NOT NULL AND from_at IS NULL THEN true WHEN nursing THEN false END AS finding,
    CASE WHEN o.treated_undated OR (o.last_treated_at >= from_at) OR o.last_treated_at IS NOT NULL AND from_at IS NULL THEN true
      WHEN o.treatment_open THEN NULL WHEN nursing THEN false END AS treated_finding,
    CASE WHEN o.change_undated OR (o.last_change_at >= from_at) OR o.last_change_at IS NOT NULL AND from_at IS NULL THEN true
      WHEN o.change_open THEN NULL WHEN nursing THEN false END AS treated_change,
    contract_kind, contract_sold_on AS sold_on, contract_generation AS recorded_generation,
    CASE WHEN sold_on < DATE '2009-07-01' THEN 1 WHEN sold_on < DATE '2009-10-01' THEN NULL WHEN sold_on < DATE '2017-04-01' THEN 2
      WHEN sold_on < DATE '2021-07-01' THEN 3 WHEN sold_on < DATE '2026-01-01' THEN 4 WHEN sold_on < DATE '2026-07-01' THEN NULL
      WHEN sold_on IS NOT NULL THEN 5 END AS generation_by_day,
    coalesce(recorded_generation, generation_by_day) AS generation, contract_injection_rider AS rider, contract_paid_this_year AS paid,
    floor(contract_copay_percent * 100 + 0.5)::BIGINT AS copay, contract_outpatient_limit AS outpatient_limit, contract_inpatient_limit AS inpatient_limit,
    CASE WHEN b.injection IS NOT NULL AND NOT b.odd THEN b.injection::BIGINT END AS price,
    greatest(0, price + CASE WHEN b.kit_open IS NOT TRUE THEN coalesce(b.kit, 0) ELSE 0 END::BIGINT - coalesce(discount, 0)) AS sum_or_zero,
    CASE WHEN price IS NOT NULL THEN sum_or_zero END AS cost, discount, published_price,
    CASE WHEN b.extras THEN true WHEN b.unknown_item THEN NULL WHEN b.k IS NOT NULL THEN false END AS extras,
    CASE WHEN e.failed_undated OR e.failed_on < service_on THEN true WHEN e.failed_on IS NOT NULL AND service_on IS NULL OR e.open THEN NULL
      WHEN d.history THEN false END AS earlier_failed, provider_kind, performer_specialty,
    CASE WHEN x.arthroscopy THEN true WHEN x.open THEN NULL WHEN operative THEN false END AS arthroscopy,
    CASE WHEN x.collagen THEN true WHEN x.open THEN NULL WHEN operative THEN false END AS collagen,
    t.regeneration, t.refund, t.guaranteed, t.unverified, t.denied
  FROM '$folder/cases.parquet' c
  LEFT JOIN documents d ON d.k = c."case" LEFT JOIN grades g ON g.k = c."case" LEFT JOIN readings r ON r.k = c."case"
  LEFT JOIN implants i ON i.k = c."case" LEFT JOIN processing p ON p.k = c."case" LEFT JOIN steps s ON s.k = c."case"
  LEFT JOIN risks k ON k.k = c."case" LEFT JOIN observations o ON o.k = c."case" LEFT JOIN charges b ON b.k = c."case"
  LEFT JOIN statements t ON t.k = c."case" LEFT JOIN earlier e ON e.k = c."case" LEFT JOIN beside x ON x.k = c."case"
  LEFT JOIN label l ON l.text = CASE WHEN contains(kit_udi, '(21)') THEN left(kit_udi, strpos(kit_udi, '(21)') + 3) ELSE kit_udi END
  LEFT JOIN licence n ON n.permit = c.kit_permit
), facts AS (
  SELECT *, CASE WHEN has_processing THEN processing_centrifuged OR (has_steps AND steps_centrifuged) WHEN has_steps THEN steps_centrifuged
      ELSE processing_centrifuged END AS centrifuged,
    CASE WHEN has_steps THEN processing_cultured OR steps_cultured ELSE processing_cultured END AS cultured,
    (kl_disputed IS NULL OR NOT kl_disputed OR kl_high <= 1 OR (kl_low >= 2 AND kl_high <= 3)) AS kl_agree,
    technology IN ('bmac', 'svf', 'prp') AS in_book, production_identifier AS carries_udi
  FROM joined
), eligible AS (
  SELECT *, CASE WHEN technology = 'bmac' AND route <> 'surgical-implantation' THEN place(code(service_on >= DATE '2023-07-11'), 0)
      + CASE WHEN service_on >= DATE '2023-07-11' THEN
        place(code(osteoarthritis), 2)
        + place(code(harvest_tissue = 'bone-marrow' AND harvest_site = 'iliac-crest'), 4)
        + place(code(harvest_donor = 'autologous'), 6)
        + place(code(centrifuged), 8)
        + place(code(route = 'intra-articular'), 10)
        + place(code(NOT cultured), 12)
        + place(code_if(has_steps, in_order), 14)
        + place(code_if(has_steps, timely), 16)
        + place(code_if(has_steps, volumes_follow), 18)
        + place(code(kl BETWEEN 2 AND 3 OR icrs BETWEEN 3 AND 4), 20)
        + place(code(kl IS NULL OR kl <> 4), 22)
        + place(code(kl IS NULL OR kl >= 2 OR icrs IS NULL OR icrs < 3), 24)
        + place(code(surgeon_recommends IS NULL OR surgeon_recommends <> 'arthroplasty'), 26)
        + place(code(NOT prosthesis), 28)
        + place(code(kl_agree AND (icrs_disputed IS NULL OR NOT icrs_disputed
            OR (kl IS NOT NULL AND kl BETWEEN 2 AND 3) OR icrs_high <= 2 OR icrs_low >= 3)), 30)
        WHEN service_on < DATE '2023-07-11' THEN 0 ELSE
        place(doubt(osteoarthritis), 2)
        + place(doubt(harvest_tissue = 'bone-marrow' AND harvest_site = 'iliac-crest'), 4)
        + place(doubt(harvest_donor = 'autologous'), 6)
        + place(doubt(centrifuged), 8)
        + place(doubt(route = 'intra-articular'), 10)
        + place(doubt(NOT cultured), 12)
        + place(CASE WHEN has_steps THEN doubt(in_order) ELSE 0 END, 14)
        + place(CASE WHEN has_steps THEN doubt(timely) ELSE 0 END, 16)
        + place(CASE WHEN has_steps THEN doubt(volumes_follow) ELSE 0 END, 18)
        + place(doubt(kl BETWEEN 2 AND 3 OR icrs BETWEEN 3 AND 4), 20)
        + place(doubt(kl IS NULL OR kl <> 4), 22)
        + place(doubt(kl IS NULL OR kl >= 2 OR icrs IS NULL OR icrs < 3), 24)
        + place(doubt(surgeon_recommends IS NULL OR surgeon_recommends <> 'arthroplasty'), 26)
        + place(doubt(NOT prosthesis), 28)
        + place(doubt(kl_agree AND (icrs_disputed IS NULL OR NOT icrs_disputed
            OR (kl IS NOT NULL AND kl BETWEEN 2 AND 3) OR icrs_high <= 2 OR icrs_low >= 3)), 30) END
    WHEN NOT (technology = 'bmac' AND route <> 'surgical-implantation') THEN 0 ELSE 2863311530 END
    + CASE WHEN technology = 'prp' THEN place(code(service_on >= DATE '2024-12-01'), 32)
      + place(code_if(service_on >= DATE '2025-01-01', kl BETWEEN 2 AND 3), 34)
      + place(code_if(service_on >= DATE '2024-12-01' AND service_on < DATE '2025-01-01', service_on >= DATE '2025-01-01'), 36)
      + place(code_if(service_on >= DATE '2024-12-01', earlier_failed), 38) + place(code_if(service_on >= DATE '2024-12-01', osteoarthritis), 40)
      + place(code_if(service_on >= DATE '2024-12-01', harvest_tissue = 'blood' AND harvest_donor = 'autologous'), 42)
      + place(code_if(service_on >= DATE '2024-12-01', kl_agree), 44)
    WHEN technology IS NULL THEN 46909632806912 ELSE 0 END
    + CASE WHEN technology = 'svf' THEN place(code(service_on >= DATE '2024-05-01'), 46)
      + place(code_if(service_on >= DATE '2024-07-01', kl BETWEEN 2 AND 3), 48)
      + place(code_if(service_on >= DATE '2024-05-01' AND service_on < DATE '2024-07-01', service_on >= DATE '2024-07-01'), 50)
      + place(code_if(service_on >= DATE '2024-05-01', osteoarthritis), 52)
      + place(code_if(service_on >= DATE '2024-05-01', harvest_tissue = 'adipose' AND harvest_donor = 'autologous'), 54)
      + place(code_if(service_on >= DATE '2024-05-01', route = 'intra-articular'), 56) + place(code_if(service_on >= DATE '2024-05-01', kl_agree), 58)
    WHEN technology IS NULL THEN 768567423950618624 ELSE 0 END AS eligibility_code,
    CASE WHEN technology = 'bmac' AND route = 'surgical-implantation' THEN place(code(service_on >= DATE '2012-01-02'), 0)
      + place(code_if(service_on >= DATE '2012-01-02', oldest >= 15 AND oldest - 1 <= 50), 2)
      + place(code_if(service_on >= DATE '2012-01-02', oldest - 1 >= 15 AND oldest <= 50), 4) + place(code_if(service_on >= DATE '2012-01-02', traumatic), 6)
      + place(code_if(service_on >= DATE '2012-01-02', icrs BETWEEN 3 AND 4), 8)
      + place(code_if(service_on >= DATE '2012-01-02', lesion_area_cm2 BETWEEN 2 AND 10), 10)
      + place(code_if(service_on >= DATE '2012-01-02', NOT osteoarthritis AND NOT chondromalacia), 12)
      + place(code_if(service_on >= DATE '2012-01-02', harvest_tissue = 'bone-marrow' AND harvest_donor = 'autologous'), 14)
      + place(code_if(service_on >= DATE '2012-01-02', icrs_disputed IS NULL OR NOT icrs_disputed OR icrs_high <= 2 OR icrs_low >= 3), 16)
    WHEN NOT (technology = 'bmac' AND route = 'surgical-implantation') THEN 0 ELSE 174762 END + place(code(in_book), 18) AS eligibility_code_2
  FROM facts
), ruled AS (
  SELECT *,
    CASE WHEN in_book THEN place(code_if(service_on >= DATE '2012-06-12', licensed), 0)
        + place(code_if(service_on >= DATE '2012-06-12' AND technology = 'bmac', for_marrow), 2) + place(code(expiry >= service_on), 4)
        + place(code(reads_well), 6) + place(code_if(made_on >= DATE '2025-01-01' AND service_on >= DATE '2025-01-01', NOT day_zero), 8)
      WHEN NOT in_book THEN 0 ELSE 682 END AS kit_code,
    CASE WHEN stay_setting <> 'outpatient' THEN place(code((on_ward >= 21600000000) OR (CASE WHEN observed >= 0 THEN observed >= 21600000000 END)), 0)
        + place(code(prior_risk OR treated_finding), 2) + place(code((prior_risk AND finding) OR treated_change), 4)
      WHEN stay_setting = 'outpatient' THEN 0 ELSE 42 END AS admission_code,
    place(code(price <= published_price), 0) + place(code_if(technology = 'bmac', price BETWEEN 1000000 AND 26000000), 2) + place(2, 4)
      + place(code(NOT extras AND NOT collagen), 6) + place(code(discount = 0), 8) + place(code(NOT unverified), 10) + place(code(NOT denied), 12)
      + CASE WHEN in_book THEN place(code(CASE WHEN lot IS NOT NULL OR kit_lot IS NOT NULL THEN true WHEN reads_well THEN false END), 14)
          + place(code(shape_known), 16) + place(code(shape_fits), 18)
          + place(code_if(service_on >= DATE '2019-07-01' AND kit_class = 4, carries_udi), 20)
          + place(code_if(service_on >= DATE '2020-07-01' AND kit_class = 3, carries_udi), 22)
          + place(code_if(service_on >= DATE '2021-07-01' AND kit_class = 2, carries_udi), 24)
          + place(code_if(service_on >= DATE '2022-07-01' AND kit_class = 1, CASE WHEN labelled THEN true END), 26)
          + place(code_if(viability IS NOT NULL, cells IS NOT NULL), 28)
          + place(code_if(recovery IS NOT NULL, basis IS NOT NULL AND cells IS NOT NULL AND aspirate_cells IS NOT NULL), 30)
          + place(code_if(recovery IS NOT NULL AND basis IS NOT NULL, basis <> 'tnc'), 32)
          + place(CASE WHEN has_serial THEN 2 ELSE 0 END, 34) + place(CASE WHEN has_serial THEN 2 ELSE 0 END, 36)
        WHEN NOT in_book THEN 0 ELSE 91625947136 END
      + place(code(NOT regeneration), 38) + place(code(NOT refund), 40) + place(code(NOT guaranteed), 42)
      + place(code(performer_specialty NOT IN ('ophthalmology', 'korean-medicine') AND provider_kind NOT IN ('eye-clinic', 'korean-medicine-hospital')), 44)
      + place(2, 46) + place(2, 48) + place(2, 50) + place(CASE WHEN NOT has_reason OR stay_setting = 'outpatient' THEN 0 ELSE 2 END, 52)
      + place(code(NOT arthroscopy), 54) AS integrity_code,
    place(2, 0) + place(code((kl_disputed IS NULL OR NOT kl_disputed) AND (icrs_disputed IS NULL OR NOT icrs_disputed)), 2) + place(code(NOT ultrasound), 4)
      + place(code_if(last_image_on IS NOT NULL, last_image_on <= service_on), 6) + place(code(NOT (osteoarthritis AND kl = 0)), 8)
      + place(code((admitted_at <= discharged_at) IS NOT FALSE AND (from_at <= until_at) IS NOT FALSE AND (until_at <= discharged_at) IS NOT FALSE), 10)
      + place(code_if(recorded_generation IS NOT NULL AND generation_by_day IS NOT NULL, recorded_generation = generation_by_day), 12)
      + place(code((lot = kit_lot) IS NOT FALSE AND (expires_on = recorded_expiry) IS NOT FALSE), 14)
      + place(code((sold_on <= service_on) IS NOT FALSE AND (day_zero OR (made_on <= service_on) IS NOT FALSE) IS NOT FALSE
          AND (admitted_at::DATE <= service_on) IS NOT FALSE AND (discharged_at::DATE >= service_on) IS NOT FALSE), 16) AS integrity_code_2
  FROM eligible
), outcomes AS (
  SELECT *,
    CASE WHEN some_not_met(eligibility_code, 94933230076040533) OR some_not_met(eligibility_code_2, 21829) THEN 'fail'
      WHEN some_not_met(eligibility_code, 289373938126241792) OR some_not_met(eligibility_code_2, 327696) THEN 'review'
      WHEN some_missing(eligibility_code, 384307168202282325) OR some_missing(eligibility_code_2, 349525) THEN 'missing'
      WHEN eligibility_code <> 0 OR eligibility_code_2 <> 0 THEN 'pass' ELSE 'not-applicable' END AS eligibility,
    CASE WHEN some_not_met(kit_code, 21) THEN 'fail' WHEN some_not_met(kit_code, 320) THEN 'review' WHEN some_missing(kit_code, 341) THEN 'missing'
      WHEN kit_code <> 0 THEN 'pass' ELSE 'not-applicable' END AS kit,
    CASE WHEN some_not_met(admission_code, 5) THEN 'fail' WHEN some_not_met(admission_code, 16) THEN 'review'
      WHEN some_missing(admission_code, 21) THEN 'missing' WHEN admission_code <> 0 THEN 'pass' ELSE 'not-applicable' END AS admission,
    CASE WHEN some_not_met(integrity_code, 24019198012642645) OR some_not_met(integrity_code_2, 87381) THEN 'review' ELSE 'pass' END AS integrity,
    place(code(contract_kind <> 'none'), 0) + place(code(contract_kind <> 'surgery-benefit'), 2)
      + place(code_if(recorded_generation IS NULL AND contract_kind = 'indemnity', sold_on < DATE '2009-07-01'
          OR (sold_on >= DATE '2009-10-01' AND sold_on < DATE '2026-01-01') OR sold_on >= DATE '2026-07-01'), 4)
      + place(code_if(contract_kind = 'indemnity' AND generation IN (3, 4), rider), 6)
      + place(code_if(contract_kind = 'indemnity' AND generation IN (3, 4), paid < 2500000), 8) + place(code_if(contract_kind = 'indemnity', generation < 5), 10)
      + place(code_if(contract_kind = 'indemnity' AND (generation >= 3 OR sold_on >= DATE '2013-01-01'), nullif(eligibility, 'missing') <> 'fail'), 12)
      AS contract_code,
    CASE WHEN some_not_met(contract_code, 4421) THEN 'fail' WHEN some_not_met(contract_code, 1040) THEN 'review'
      WHEN some_missing(contract_code, 5461) THEN 'missing' ELSE 'pass' END AS contract,
    CASE eligibility WHEN 'fail' THEN 0 WHEN 'pass' THEN cost ELSE CASE WHEN cost IS NOT NULL THEN 0 END END AS own_low,
    CASE eligibility WHEN 'fail' THEN 0 ELSE cost END AS own_high
  FROM ruled
)
SELECT "case", claim, knee, eligibility, kit, admission, contract, integrity, eligibility_code, eligibility_code_2, kit_code, admission_code, contract_code,
  integrity_code, integrity_code_2, own_low, own_high, contract_kind, generation, rider, paid, copay, outpatient_limit, inpatient_limit
FROM outcomes;

-- The cost of a claim is that of its knees; one unknown cost makes it unknown.
CREATE TEMP TABLE several AS
SELECT claim, CASE WHEN count(own_low) = count(*) THEN sum(own_low)::BIGINT END AS low, CASE WHEN count(own_high) = count(*) THEN sum(own_high)::BIGINT END AS high
FROM verdict GROUP BY claim HAVING count(*) > 1;

COPY (
  WITH costed AS (
    SELECT v.*, CASE WHEN s.claim IS NULL THEN own_low ELSE s.low END AS low, CASE WHEN s.claim IS NULL THEN own_high ELSE s.high END AS high,
      CASE contract_kind WHEN 'indemnity' THEN generation ELSE CASE WHEN contract_kind IS NOT NULL THEN 0 END END AS terms,
      greatest(0, 2500000 - coalesce(paid, 0)) AS left_this_year
    FROM verdict v LEFT JOIN several s ON s.claim = v.claim
  ), amounts AS (  -- whole won, rounded down; least() skips nulls, so an unknown cost is asked for first
    SELECT *, CASE WHEN terms = 0 THEN 0
        WHEN terms IN (1, 2) THEN CASE WHEN low IS NOT NULL THEN least(coalesce(outpatient_limit, 200000), low * coalesce(10000 - copay, 8000) // 10000) END
        WHEN terms IN (3, 4) THEN CASE WHEN NOT rider THEN 0 WHEN low IS NULL THEN NULL WHEN rider AND paid IS NOT NULL THEN least(low, left_this_year) * 7 // 10 ELSE 0 END
        WHEN terms = 5 THEN CASE WHEN high IS NOT NULL THEN 0 END END AS outpatient_low,
      CASE WHEN terms = 0 THEN 0
        WHEN terms IN (1, 2) THEN CASE WHEN high IS NOT NULL THEN
          least(coalesce(outpatient_limit, 300000), high * coalesce(10000 - copay, CASE terms WHEN 1 THEN 10000 ELSE 9000 END) // 10000) END
        WHEN terms IN (3, 4) THEN CASE WHEN NOT rider THEN 0 WHEN high IS NOT NULL THEN least(left_this_year, high * 7 // 10) END
        WHEN terms = 5 THEN CASE WHEN high IS NOT NULL THEN least(200000, greatest(0, (2 * high - greatest(high, 100000)) // 2)) END END AS outpatient_high,
      CASE WHEN terms = 0 THEN 0
        WHEN terms IN (1, 2) THEN CASE WHEN low IS NOT NULL THEN least(coalesce(inpatient_limit, 50000000), low * coalesce(10000 - copay, 8000) // 10000) END
        WHEN terms IN (3, 4) THEN CASE WHEN NOT rider THEN 0 WHEN low IS NULL THEN NULL WHEN rider AND paid IS NOT NULL THEN least(low, left_this_year) * 7 // 10 ELSE 0 END
        WHEN terms = 5 THEN CASE WHEN high IS NOT NULL THEN 0 END END AS inpatient_low,
      CASE WHEN terms = 0 THEN 0
        WHEN terms IN (1, 2) THEN CASE WHEN high IS NOT NULL THEN
          least(coalesce(inpatient_limit, 50000000), high * coalesce(10000 - copay, CASE terms WHEN 1 THEN 10000 ELSE 9000 END) // 10000) END
        WHEN terms IN (3, 4) THEN CASE WHEN NOT rider THEN 0 WHEN high IS NOT NULL THEN least(left_this_year, high * 7 // 10) END
        WHEN terms = 5 THEN CASE WHEN high IS NOT NULL THEN least(3000000, high // 2) END END AS inpatient_high
    FROM costed
  )
  SELECT "case", claim, knee,
    CASE WHEN eligibility = 'fail' THEN 'outside-notice' WHEN contract = 'fail' THEN 'outside-contract'
      WHEN eligibility = 'review' OR kit IN ('review', 'fail') OR contract = 'review' OR admission = 'review' THEN 'refer'
      WHEN eligibility = 'missing' OR contract = 'missing' OR admission = 'missing' THEN 'ask-papers'
      WHEN admission = 'fail' THEN 'pay-outpatient' ELSE 'pay' END AS recommendation,
    eligibility, kit, contract, admission, integrity, CASE WHEN integrity = 'review' THEN concat_ws(' ',
        CASE WHEN (integrity_code >> 0) & 3 = 3 THEN 'kr/integrity-billing/price-as-published' END,
        CASE WHEN (integrity_code >> 2) & 3 = 3 THEN 'kr/integrity-billing/price-within-range' END,
        CASE WHEN (integrity_code >> 4) & 3 = 3 THEN 'kr/integrity-billing/price-near-median' END,
        CASE WHEN (integrity_code >> 6) & 3 = 3 THEN 'kr/integrity-billing/no-bundled-extras' END,
        CASE WHEN (integrity_code >> 8) & 3 = 3 THEN 'kr/integrity-billing/nothing-given-back' END,
        CASE WHEN (integrity_code >> 10) & 3 = 3 THEN 'kr/integrity-insurer/advice-verifiable' END,
        CASE WHEN (integrity_code >> 12) & 3 = 3 THEN 'kr/integrity-insurer/refusal-rests-on-a-rule' END,
        CASE WHEN (integrity_code >> 14) & 3 = 3 THEN 'kr/integrity-kit/lot-recorded' END,
        CASE WHEN (integrity_code >> 16) & 3 = 3 THEN 'kr/integrity-kit/permit-shape' END,
        CASE WHEN (integrity_code >> 18) & 3 = 3 THEN 'kr/integrity-kit/permit-fits-class' END,
        CASE WHEN (integrity_code >> 20) & 3 = 3 THEN 'kr/integrity-kit/udi-class-4' END,
        CASE WHEN (integrity_code >> 22) & 3 = 3 THEN 'kr/integrity-kit/udi-class-3' END,
        CASE WHEN (integrity_code >> 24) & 3 = 3 THEN 'kr/integrity-kit/udi-class-2' END,
        CASE WHEN (integrity_code >> 26) & 3 = 3 THEN 'kr/integrity-kit/udi-class-1' END,
        CASE WHEN (integrity_code >> 28) & 3 = 3 THEN 'kr/integrity-kit/viability-counted' END,
        CASE WHEN (integrity_code >> 30) & 3 = 3 THEN 'kr/integrity-kit/recovery-counted' END,
        CASE WHEN (integrity_code >> 32) & 3 = 3 THEN 'kr/integrity-kit/tnc-is-not-cfu-f' END,
        CASE WHEN (integrity_code >> 34) & 3 = 3 THEN 'kr/integrity-kit/kit-not-reused' END,
        CASE WHEN (integrity_code >> 36) & 3 = 3 THEN 'kr/integrity-kit/kit-not-on-both-knees' END,
        CASE WHEN (integrity_code >> 38) & 3 = 3 THEN 'kr/integrity-promises/regeneration-not-promised' END,
        CASE WHEN (integrity_code >> 40) & 3 = 3 THEN 'kr/integrity-promises/refund-not-promised' END,
        CASE WHEN (integrity_code >> 42) & 3 = 3 THEN 'kr/integrity-promises/insurance-not-guaranteed' END,
        CASE WHEN (integrity_code >> 44) & 3 = 3 THEN 'kr/integrity-provider/fitting-specialty' END,
        CASE WHEN (integrity_code >> 46) & 3 = 3 THEN 'kr/integrity-provider/no-broker' END,
        CASE WHEN (integrity_code >> 48) & 3 = 3 THEN 'kr/integrity-provider/patients-not-from-afar' END,
        CASE WHEN (integrity_code >> 50) & 3 = 3 THEN 'kr/integrity-provider/not-everyone-admitted' END,
        CASE WHEN (integrity_code >> 52) & 3 = 3 THEN 'kr/integrity-provider/reason-not-repeated' END,
        CASE WHEN (integrity_code >> 54) & 3 = 3 THEN 'kr/integrity-provider/no-concurrent-arthroscopy' END,
        CASE WHEN (integrity_code_2 >> 0) & 3 = 3 THEN 'kr/integrity-records/evidence-legible' END,
        CASE WHEN (integrity_code_2 >> 2) & 3 = 3 THEN 'kr/integrity-records/readers-of-one-mind' END,
        CASE WHEN (integrity_code_2 >> 4) & 3 = 3 THEN 'kr/integrity-records/not-graded-by-ultrasound' END,
        CASE WHEN (integrity_code_2 >> 6) & 3 = 3 THEN 'kr/integrity-records/image-before-treatment' END,
        CASE WHEN (integrity_code_2 >> 8) & 3 = 3 THEN 'kr/integrity-records/grade-fits-diagnosis' END,
        CASE WHEN (integrity_code_2 >> 10) & 3 = 3 THEN 'kr/integrity-records/stay-times-possible' END,
        CASE WHEN (integrity_code_2 >> 12) & 3 = 3 THEN 'kr/integrity-records/generation-agrees' END,
        CASE WHEN (integrity_code_2 >> 14) & 3 = 3 THEN 'kr/integrity-records/label-agrees-with-record' END,
        CASE WHEN (integrity_code_2 >> 16) & 3 = 3 THEN 'kr/integrity-records/days-agree' END) ELSE '' END AS flags,
    eligibility_code, eligibility_code_2, kit_code, contract_code, admission_code, integrity_code, integrity_code_2,
    outpatient_low, outpatient_high, inpatient_low, inpatient_high
  FROM amounts ORDER BY "case"
) TO '$target' (FORMAT parquet, COMPRESSION zstd);
