"""Goldthread: the one system a Community Safety Partnership runs its cycle on."""

__version__ = "0.2.0"
