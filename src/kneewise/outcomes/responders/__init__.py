"""How many patients got better: criteria, shares of responders by arm, their comparison, the curve over thresholds."""
