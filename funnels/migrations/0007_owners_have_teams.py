"""PostgreSQL learns that a person's opportunities lie in few teams, so that a page of own rows is read in its order."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def learn(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE STATISTICS opportunity_owner_team (dependencies) ON owner_id, team_id FROM funnels_opportunity"
        )


def forget(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS opportunity_owner_team")


class Migration(migrations.Migration):
    dependencies = [("funnels", "0006_why_it_closed")]

    operations = [migrations.RunPython(learn, forget, elidable=False)]
