from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "goldthread.partners"
    label = "partners"
