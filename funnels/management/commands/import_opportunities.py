"""What the import page does: the same steps, rules and report, from the shell.

Words of the CRM that nobody has explained yet take the proposal that the page would show; where it would
ask without one, the command stops and prints the questions. Answer them in the mapping file:

    {"columns": {"external_id": "Deal ID", "stage": "Phase"},
     "values": {"stage": {"Closed Won": "won"}, "owner": {"D. Miller": "dana@example.com"}, "orders": {"*": "dmy"}}}

Exit codes: 0 when every row was taken in or was here already, 1 when the file or its mapping was refused
as a whole, 3 when single rows were refused (the others are in).
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from funnels.importing.intake import take_in
from funnels.importing.mapping import answer, choose_columns, columns_given
from funnels.importing.questions import questions
from funnels.importing.reporting import first_refused, listed, refused_file, told_notes
from funnels.importing.running import begin_check, begin_run, check, run
from funnels.models import ImportBatch
from funnels.models.importing import ImportKind
from portal.models import Person, Team
from portal.refusals import Invalid, Refusal

SOME_ROWS_REFUSED = 3
SHOWN = 20


class Command(BaseCommand):
    help = "Import opportunities (or accounts, product lines, people) from a CSV or XLSX file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="CRM", help="the system that the file comes from (default: CRM)")
        parser.add_argument("--mapping", type=Path, help="JSON file with columns and values")
        parser.add_argument("--kind", choices=ImportKind.values, default=ImportKind.OPPORTUNITIES)
        parser.add_argument("--team", help="name or id of the team; by default the one above all others")
        parser.add_argument("--by", help="e-mail address of the person who answers for it")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen; write no record")
        parser.add_argument("--refused", type=Path, help="write the refused rows to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = self._import(options)
        except Invalid as refusal:
            lines = [f"{name}: {' '.join(map(str, texts))}" for name, texts in refusal.errors.items()]
            raise CommandError("\n".join(lines)) from refusal
        except (Refusal, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(batch, dry=options["dry_run"])
        if options["refused"]:
            with options["refused"].open("w", encoding="utf-8", newline="") as file:
                file.writelines(refused_file(batch))
        if batch.refused:
            sys.exit(SOME_ROWS_REFUSED)

    def _import(self, options: dict[str, Any]) -> ImportBatch:
        by, mapping = self._person(options["by"]), self._mapping(options["mapping"])
        now = timezone.now
        with self._file(options["file"]) as file:
            batch = take_in(
                file,
                file_name=options["file"].name,
                kind=options["kind"],
                team=self._team(options["team"]),
                source=options["source"],
                by=by,
                at=now(),
            )
        choose_columns(batch, columns_given(batch, mapping.get("columns", {})), by=by)
        answer(batch, mapping.get("values", {}), by=by)
        begin_check(batch, by=by, at=now())
        check(batch, clock=now)
        if not options["dry_run"]:
            begin_run(batch, by=by, at=now())
            run(batch, clock=now)
        return batch

    def _file(self, path: Path) -> Any:
        try:
            return path.open("rb")
        except OSError as fault:
            raise CommandError(f"{path}: {fault.strerror}") from fault

    def _mapping(self, path: Path | None) -> dict[str, Any]:
        if path is None:
            return {}
        try:
            mapping = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise CommandError(f"{path}: {fault}") from fault
        if not isinstance(mapping, dict) or not set(mapping) <= {"columns", "values"}:
            raise CommandError(f"{path}: expected an object with “columns” and “values”.")
        return mapping

    def _person(self, email: str | None) -> Person | None:
        if not email:
            return None
        person = Person.objects.by_email(email).filter(is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody with the e-mail address {email} works here.")
        return person

    def _team(self, name: str | None) -> Team:
        teams = Team.objects.current()
        found = list(teams.filter(parent=None) if name is None else teams.filter(name__iexact=name))
        if name and not found:
            found = [team for team in teams if str(team.pk) == name]
        if len(found) != 1:
            known = ", ".join(team.name for team in teams)
            raise CommandError(f"Name one team with --team. There are: {known or 'none yet'}.")
        return found[0]

    def _report(self, batch: ImportBatch, *, dry: bool) -> None:
        for question in questions(batch) if batch.values else []:
            meaning = batch.values.get(question.topic, {}).get(question.word, "")
            label = dict(question.options).get(meaning, meaning)
            self.stdout.write(f"{question.label}: “{question.word}” is taken as “{label}”.")
        for note in told_notes(batch):
            self.stdout.write(note)
        for entry in listed(batch, "overruled", SHOWN):
            self.stdout.write(f"Row {entry['row']}: {entry['field']}: the {entry['stands']} stands.")
        for one in first_refused(batch, SHOWN):
            self.stdout.write(f"Row {one['row']} refused: {' '.join(one['reasons'])}")
        told = "would be " if dry else ""
        self.stdout.write(
            f"{batch.total} rows: {batch.created} {told}created, {batch.changed} {told}changed, "
            f"{batch.unchanged} unchanged, {batch.refused} refused."
        )
