"""Pooling effects of trials: between-study variance, intervals, prediction, weights, one set or thousands at once."""
