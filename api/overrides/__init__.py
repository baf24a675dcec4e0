"""Points that people give for single checks, whatever the machine says of them."""
