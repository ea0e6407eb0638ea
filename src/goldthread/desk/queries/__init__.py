"""What the desk shows, one page a file."""
