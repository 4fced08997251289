"""Time to an event, such as arthroplasty: curves, tests, hazards, means, and death that comes first."""
