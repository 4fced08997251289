"""Pictures of results, one file a kind: drawn without a screen, the same bytes for the same figures."""
