from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "goldthread.intake"
    label = "intake"
    verbose_name = "Data that comes in"
