"""Who did what: to scores, deadlines, rosters, accounts."""
