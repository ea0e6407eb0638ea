"""The yearly review and the look back, each put together as one document."""
