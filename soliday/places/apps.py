from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "soliday.places"
    label = "places"
