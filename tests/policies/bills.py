"""Knees with a bill and a contract, and what comes out as payable."""

from __future__ import annotations

from policies.bench import a_case, review


def billed(amount, item="injection", currency="KRW"):
    return {"item": item, "amount": amount, "currency": currency}


def knee(cost=3_000_000, *, charges=None, discount=0, case="left", **changes):
    """A knee within the notice, of claim `one`; `contract` replaces the contract of the base."""
    rows = [billed(cost)] if charges is None else charges
    return a_case(
        "kr/indemnity", case=case, claim="one", knee=case, charges=rows, discount=discount, **changes
    )


def contract(**terms):
    return {"kind": "indemnity", **terms}


def payable(*documents, program=None):
    """The ranges (outpatient, inpatient) of the first case; None where a figure is not known."""
    found = review(*documents, program=program)[0]["payable"]
    ranges = (found["outpatient"], found["inpatient"])
    return tuple(None if each is None else (each["low"], each["high"]) for each in ranges)
