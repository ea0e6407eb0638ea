from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "goldthread.thread"
    label = "thread"
