"""The words of the field, with more than one expansion where real use is ambiguous."""

from django.db import models
from django.db.models.functions import Lower


class Term(models.Model):
    """A word or abbreviation that people may not know."""

    term = models.CharField(max_length=120)
    meaning = models.TextField(blank=True)
    avoid = models.CharField(max_length=200, blank=True)  # what to say instead

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("term"), name="a_term_stands_in_the_glossary_once"
            ),
        ]

    def __str__(self) -> str:
        return self.term


class Expansion(models.Model):
    """What a term stands for; several where it is ambiguous, such as SAR."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="expansions")
    words = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)  # where it means this
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["term", "words"], name="an_expansion_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.words}"
