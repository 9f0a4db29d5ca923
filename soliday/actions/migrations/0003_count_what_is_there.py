"""Gives the actions that are published already their day and places, and counts them."""

from django.db import migrations

BLOCK = 144
HELD = ("done", "confirmed")


def count(apps, schema_editor):
    action_model = apps.get_model("actions", "Action")
    places, cells, sources, blocks = {}, {}, {}, {}
    actions = action_model.objects.filter(state="published").select_related("edition")
    for action in actions.order_by("id"):
        edition = action.edition
        _place(action, edition, places)
        _add(cells, (edition.pk, action.country), _figures(action))
        _largest(cells[edition.pk, action.country], action)
        held = int(action.stage in HELD)
        for scope in ("", str(edition.year), action.country):
            for code in set(action.participant_countries):
                _add(sources, (edition.day_id, scope, code), {"actions": 1, "held": held})
        _add(blocks, (edition.day_id, (action.pk - 1) // BLOCK), {"actions": 1})
    _write(apps, "Count", ("edition_id", "country"), cells)
    _write(apps, "CountFrom", ("day_id", "scope", "code"), sources)
    _write(apps, "CountInBlock", ("day_id", "number"), blocks)


def _place(action, edition, places):
    by_country, by_year = (edition.day_id, action.country), (edition.pk,)
    places[by_country] = places.get(by_country, 0) + 1
    places[by_year] = places.get(by_year, 0) + 1
    type(action).objects.filter(pk=action.pk).update(
        day_id=edition.day_id, nth_in_country=places[by_country], nth_in_year=places[by_year]
    )


def _figures(action):
    lowest, highest = action.people_min, action.people_max
    counted = {action.stage: 1}
    if action.stage in HELD:
        counted |= {
            "lowest": lowest or 0,
            "lowest_known": int(lowest is not None),
            "highest": highest or 0,
            "highest_known": int(highest is not None),
            "people_known": int(lowest is not None or highest is not None),
            "people_unknown": int(lowest is None and highest is None),
            "open_ended": int(lowest is not None and highest is None),
        }
    return counted


def _largest(row, action):
    if action.changed_on and (row.get("latest") is None or action.changed_on > row["latest"]):
        row["latest"] = action.changed_on
    most = action.participant_countries_count if action.stage in HELD else None
    if most is not None and (row.get("most_from") is None or most > row["most_from"]):
        row["most_from"] = most


def _add(rows, key, more):
    row = rows.setdefault(key, {})
    for name, value in more.items():
        row[name] = row.get(name, 0) + value


def _write(apps, name, key_names, rows):
    model = apps.get_model("actions", name)
    model.objects.bulk_create(
        model(**dict(zip(key_names, key)), **values) for key, values in rows.items()
    )


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_counts")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
