from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "soliday.intake"
