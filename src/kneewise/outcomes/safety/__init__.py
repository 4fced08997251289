"""Was it safe: adverse events between arms, time to an event (`survival`), signals per kit and hospital (`signals`)."""
