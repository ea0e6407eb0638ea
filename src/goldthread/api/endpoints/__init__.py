"""What programs may read, one cluster a file."""
