"""How a figure of an article stands against the records: one file a kind of figure."""
