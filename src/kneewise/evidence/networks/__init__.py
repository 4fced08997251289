"""Several treatments at once: every comparison from all trials, and how far direct and indirect evidence agree."""
