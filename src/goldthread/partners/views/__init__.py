"""The pages of the partnership, its people and one's own account, one noun a file."""
