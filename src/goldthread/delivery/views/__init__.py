"""The plan's pages, one purpose a file."""
