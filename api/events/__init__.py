"""What happens to a submission, as it happens."""
