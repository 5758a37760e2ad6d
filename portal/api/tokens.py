"""A person's own tokens. The secret is in the answer that creates one and nowhere else."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from portal.api.rendering import answer
from portal.api.resource import Created, Listed, Retrieved, writing
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.tokens.models import LONGEST, Token, TokenScope


class TokenShape(Shape):
    id = serializers.UUIDField(source="public_id", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(source="created", read_only=True)

    class Meta:
        model = Token
        fields = ["id", "name", "scope", "expires_at", "created_at", "last_used_on"]


class NewToken(Closed):
    name = serializers.CharField(max_length=60)
    scope = serializers.ChoiceField(choices=TokenScope.choices, default=TokenScope.READ)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST, default=90)


class TokenWithSecret(TokenShape):
    secret = serializers.CharField(read_only=True, source="digest", help_text="Shown this once.")

    class Meta(TokenShape.Meta):
        fields = [*TokenShape.Meta.fields, "secret"]


class Tokens(Listed, Retrieved, Created):
    door = PERSONAL
    shape = TokenShape
    entry = NewToken
    created = TokenWithSecret
    orderings = {"created_at": "created"}
    usual = "-created_at"
    versioned = False

    def rows(self) -> QuerySet[Token]:
        return Token.objects.filter(user=self.person)

    def addressed(self) -> QuerySet[Token]:
        return self.rows().filter(public_id=self.kwargs["id"])

    @writing
    def create(self, request: Request, **kwargs: Any) -> HttpResponse:
        token, secret = Token.issue(self.person, **self.values(NewToken), by=self.person, at=self.now)
        record = self.shown(token.pk) | {"secret": secret}
        return answer(record, 201)

    @writing
    def destroy(self, request: Request, **kwargs: Any) -> HttpResponse:
        token = self.addressed().first()
        if token is None:
            raise Http404
        token.revoke(by=self.person, at=self.now)
        return HttpResponse(status=204)
