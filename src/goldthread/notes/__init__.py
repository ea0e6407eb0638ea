"""Comments, mentions, drafts and attachments on any object, by plain reference.

Rooms above know what a reference means and who may see the object; they call the
services here, and show the templates here. This room never asks them anything.
"""
