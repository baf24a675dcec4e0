"""How often somebody may ask: by person, by address."""
