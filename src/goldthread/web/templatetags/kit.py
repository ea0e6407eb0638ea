"""What templates may say beyond Django's own words; loaded everywhere."""

from django import template

register = template.Library()
