"""What the templates show, one noun a file; made from rows and reports, without a database."""
