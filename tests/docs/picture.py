"""The picture of the first page: the HTML report of the published disputes, as a browser without a screen shows it.

`python tests/docs/picture.py` writes docs/images/report.png; it needs `chromium` and the installed package.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import kneewise

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "docs" / "images" / "report.png"


def main() -> int:
    """Make the page and photograph it."""
    browser = shutil.which("chromium")
    if browser is None:
        print("chromium is needed to make the picture", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        call = [sys.executable, "-m", kneewise.__name__, "review", str(ROOT / "examples" / "disputes.yaml")]
        subprocess.run([*call, "--html", str(page)], check=True)
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,1500",
                f"--user-data-dir={folder}/profile", f"--screenshot={TARGET}", page.as_uri(),
            ],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
