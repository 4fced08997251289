"""The closed lists of codes of the record (docs/reference/record.md); a code outside its list is refused."""

from __future__ import annotations

KNEES = ("left", "right")
SEXES = ("female", "male", "other")
TECHNOLOGIES = (
    "bmac",
    "svf",
    "prp",
    "cultured-msc",
    "cord-blood-implant",
    "adipose-tissue",
    "hyaluronic-acid",
    "corticosteroid",
    "other",
)
RECOMMENDATIONS = ("injection", "arthroplasty", "arthroscopy", "conservative")
TISSUES = ("bone-marrow", "adipose", "blood", "cord-blood", "other")
HARVEST_SITES = ("iliac-crest", "tibia", "femur", "abdomen", "other")
DONORS = ("autologous", "allogeneic")
PROCESSING = (
    "filtration",
    "centrifugation",
    "plasma-removal",
    "concentration",
    "enzymatic-digestion",
    "culture",
    "freezing",
)
STEPS = ("harvest", *PROCESSING, "thawing", "injection")
ROUTES = ("intra-articular", "subchondral", "intravenous", "surgical-implantation", "other")
RECOVERY_BASES = ("tnc", "cfu-f", "mnc")
PROVIDER_KINDS = (
    "orthopaedic-hospital",
    "general-hospital",
    "tertiary-hospital",
    "clinic",
    "korean-medicine-hospital",
    "eye-clinic",
    "other",
)
SPECIALTIES = (
    "orthopaedics",
    "rehabilitation",
    "anaesthesiology",
    "ophthalmology",
    "korean-medicine",
    "general",
    "other",
)
SCALES = ("KL", "ICRS")
MODALITIES = ("xray", "mri", "arthroscopy", "ct", "ultrasound")
READERS = ("treating", "second", "insurer-adviser", "independent", "court")
IMPLANTS = ("partial-prosthesis", "total-prosthesis", "other")
SETTINGS = ("outpatient", "day-ward", "inpatient")
RISKS = (
    "antihypertensive",
    "hypertension",
    "antiplatelet",
    "anticoagulant",
    "diabetes",
    "cardiac",
    "frailty",
    "bleeding-disorder",
    "other",
)
OBSERVATIONS = (
    "blood-pressure",
    "pain",
    "swelling",
    "bleeding",
    "fever",
    "allergic-reaction",
    "syncope",
    "other",
)
PROCEDURES = ("arthroscopic-debridement", "osteotomy", "collagen-injection", "nerve-block", "other")
CHARGE_ITEMS = ("injection", "kit", "admission", "imaging", "collagen", "herbal", "nutrition", "other")
CONTRACT_KINDS = ("indemnity", "surgery-benefit", "none")
DOCUMENTS = (
    "xray-report",
    "mri-report",
    "arthroscopy-record",
    "operative-record",
    "nursing-notes",
    "admission-order",
    "itemised-bill",
    "receipt",
    "consent",
    "kit-label",
    "physician-opinion",
    "insurer-advice",
    "insurance-certificate",
    "medication-list",
    "treatment-history",
    "court-decision",
)
STATEMENTS = (
    "regeneration-promised",
    "full-refund-promised",
    "refund-if-refused",
    "insurance-guaranteed",
    "advice-unverified",
    "denial-concurrent-procedure",
)
RESPONSES = ("none", "partial", "good")
