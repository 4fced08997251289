"""What could name a person has no place in the record: keys and texts that are refused, without ever showing
them."""

from __future__ import annotations

import re
import unicodedata

RESIDENT_NUMBER = "no resident registration number anywhere; patient.key holds a pseudonym"
NO_IDENTITY = "no field for names or national ids; patient.key holds a pseudonym"
REMOVED = "(removed: could name a person)"

# Six digits of the birth date, a hyphen of any kind, the digit of sex and century (1-8), six digits. DuckDB's
# regular expressions (RE2) read the same pattern, so that tables and documents refuse the same texts.
RESIDENT_PATTERN = r"[0-9]{6} ?[-‐‑–−－] ?[1-8][0-9]{6}"
_resident = re.compile(RESIDENT_PATTERN).search

# Compared without case, spaces and punctuation; a pseudonym belongs in patient.key, a year in
# patient.birth_year.
_WORDS = """
    name fullname patientname firstname lastname surname givenname familyname middlename maidenname
    nameofpatient rrn ssn nin nationalid nationalidnumber nationalnumber residentnumber residentno
    residentid residentregistrationnumber socialsecuritynumber juminno jumin juminnumber passport
    passportnumber foreignerid driverlicence driverlicense phone phonenumber phoneno telephone tel
    mobile mobilephone cellphone fax address addr homeaddress streetaddress street postcode zipcode zip
    email emailaddress mail birthdate birthday dateofbirth dob bornon mrn chartnumber chartno
    medicalrecordnumber patientid patientno insurancenumber policynumber accountnumber bankaccount
    creditcard 이름 성명 환자명 환자이름 환자성명 수진자명 수진자성명 피보험자명 계약자명 보호자명 성함
    주민번호 주민등록번호 외국인등록번호 여권번호 운전면허번호 전화 전화번호 휴대폰 휴대전화 휴대폰번호
    핸드폰 연락처 주소 우편번호 이메일 생년월일 생일 등록번호 차트번호 환자번호 병록번호 계좌번호
    증권번호
    """
_KEYS = frozenset(_WORDS.split())


def holds_resident_number(text: str) -> bool:
    """Tell whether a Korean resident registration number seems to stand somewhere in the text."""
    return len(text) >= 14 and _resident(text) is not None


def is_identity_key(key: str) -> bool:
    """Tell whether a key or column would hold a name, a national id, an address or the like."""
    bare = "".join(sign for sign in unicodedata.normalize("NFC", key).casefold() if sign.isalnum())
    return bare in _KEYS or (bare.startswith("patient") and bare[7:] in _KEYS) or holds_resident_number(key)


def show_key(key: str) -> str:
    """Show an unknown key if it looks like one; a broken file may have a person's data where keys should
    stand."""
    letters = [sign for sign in key if sign not in "_-. "]
    n_digits = sum(map(str.isdigit, letters))
    if len(key) <= 40 and key[:1].isalpha() and n_digits < 4 and all(map(str.isalnum, letters)):
        return f"'{key}'"
    return f"a key of {len(key)} characters"
