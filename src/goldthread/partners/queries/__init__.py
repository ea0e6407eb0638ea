"""What the pages of the partnership show, one page a file."""
