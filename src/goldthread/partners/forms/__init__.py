"""What people fill in, one noun a file; parsing and shape, nothing is saved here."""
