"""What being late costs, how often one may hand in, which submission counts, and who sees scores when."""
