"""Review a demo set that was checked before, without figures over the set: python benchmarks/trusted.py DEMO TARGET"""

from __future__ import annotations

import sys
from pathlib import Path

from kneewise.policy.book import load_program
from kneewise.review.kits import licence_book
from kneewise.review.many import review_many

folder, target = Path(sys.argv[1]), Path(sys.argv[2])
book = licence_book(str(folder / "_truth" / "licences.csv"))
with review_many(folder, load_program(), book, check=False, peers=False, beside=target.parent) as many:
    many.pass_over(verdicts=target, counts=False)
