"""Results of the landscape as sections, one file a command: sentences, tables and pictures in English and Korean."""
