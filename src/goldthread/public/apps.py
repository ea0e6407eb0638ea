from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "goldthread.public"
    label = "public"
