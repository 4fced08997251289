"""How much a pool rests on single trials."""
