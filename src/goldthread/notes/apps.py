from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "goldthread.notes"
    label = "notes"
