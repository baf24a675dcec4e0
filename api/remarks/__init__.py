"""What people say in threads, and may change or take back as long as it is their own."""
