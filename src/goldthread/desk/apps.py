from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "goldthread.desk"
    label = "desk"
