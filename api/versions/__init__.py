"""One version of a problem: what its proof found, how it differs, whether students meet it."""
