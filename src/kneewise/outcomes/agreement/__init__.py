"""Readers of images: how far they agree beyond chance, on which grade boundary they differ, and what to read again."""
