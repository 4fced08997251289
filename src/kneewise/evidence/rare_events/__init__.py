"""Pooling events, few or none: Mantel-Haenszel, Peto, exact, beta-binomial, generalised linear mixed models."""
