"""Who may do what: the table, the scene in which all of it is tried, and the page that shows it."""
