from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "soliday.languages"
    label = "languages"
