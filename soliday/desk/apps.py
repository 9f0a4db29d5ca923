from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "soliday.desk"

    def ready(self) -> None:
        from soliday.desk.inline_scripts import give_choosers_as_data  # Wagtail needs the apps

        give_choosers_as_data()
