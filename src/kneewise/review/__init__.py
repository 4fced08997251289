"""Many cases held against many policies: plan, run, collect, explain."""
