"""Every read of this room that other rooms and pages ask for."""

from goldthread.strategy.queries.whole import Whole, authorities, whole

__all__ = ["Whole", "authorities", "whole"]
