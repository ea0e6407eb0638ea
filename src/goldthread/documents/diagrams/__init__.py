"""Drawings of how things belong together: who reports to whom, who works with whom."""
