"""Effects explained: moderators, subgroups, several effects of one trial."""
