"""The chapters of an assessment, one topic a module; each finding is two pure functions."""

from goldthread.assessment.chapters import (
    area,
    change,
    comparison,
    levels,
    method,
    missing,
    neighbourhoods,
    outcomes,
    quality,
    spread,
    stops,
    trend,
    wards,
)
from goldthread.assessment.recipe import Recipe

CHAPTERS = {
    "area": "The area",
    "levels": "Levels and patterns",
    "change": "Change since last year",
    "trend": "Trend and season",
    "neighbourhoods": "Neighbourhoods",
    "concentration": "Concentration",
    "comparison": "Comparison with other areas",
    "outcomes": "What happened to the crimes",
    "stops": "Stop and search",
    "quality": "How good the data are",
    "not-held": "What is not held",
    "method": "Method note",
}

RECIPES: tuple[Recipe, ...] = (
    *area.RECIPES,
    *levels.RECIPES,
    *wards.RECIPES,
    *neighbourhoods.RECIPES,
    *spread.RECIPES,
    *comparison.RECIPES,
    *outcomes.RECIPES,
    *stops.RECIPES,
    *change.RECIPES,
    *trend.RECIPES,
    *quality.RECIPES,
    *missing.RECIPES,
    *method.RECIPES,
)
