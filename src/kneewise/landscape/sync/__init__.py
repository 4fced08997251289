"""Registers kept in step: pages and exports read, contacts dropped at the door, trials chosen by rule, changes told.

The network is used by `fetch_pages` alone, and only when it is called; everything else reads files.
"""
