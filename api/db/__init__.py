"""The database: what every table shares, sessions, migrations, models."""
