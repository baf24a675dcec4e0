"""Says why an answer is wrong, in one sentence, and only when the reason accounts for every case."""
