"""What the pages of the board are put together from."""
