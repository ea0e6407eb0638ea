"""The assessment's pages: read it, write in it, take it with you."""
