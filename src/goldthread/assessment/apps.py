from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "goldthread.assessment"
    label = "assessment"
    verbose_name = "Strategic assessments"
