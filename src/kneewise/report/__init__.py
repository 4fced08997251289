"""Sentences, tables and pages made from answers; the only room that draws, rounds or translates."""
