"""Dose and response over several studies: each study's curve, and the curve of all."""
