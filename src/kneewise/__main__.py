"""`python -m kneewise` is the command `kneewise`."""

from kneewise.cli.main import main

main()
