"""Writing as actions of a kind's viewset."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from qualitymonth import moving, validators
from qualitymonth.caching import PRIVATE
from qualitymonth.gone import Gone
from qualitymonth.history import changing
from qualitymonth.models import ChangeKind, Record
from qualitymonth.moving import standing_address
from qualitymonth.querysets import previewing
from qualitymonth.serializers import RecordSerializer
from qualitymonth.writing.inputs import desk_of
from qualitymonth.writing.preconditions import ensure_as_read, revision_read
from qualitymonth.writing.saving import WORD_LIMIT, Saved, Standing, may, reason_in_word, save

REASON_WORD = "reason"


class ReferredToError(APIException):
    """A record cannot be removed, for others refer to it."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


@contextmanager
def seen_by(user: Any) -> Iterator[None]:
    """Show drafts, too, of the kinds that ``user`` may look at; None is everybody, who sees none."""
    kinds = [model for model in apps.get_models() if issubclass(model, Record) and user is not None]
    with previewing(
        model
        for model in kinds
        if any(user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}") for verb in ("view", "change"))
    ):
        yield


class WritingViewSet(GenericViewSet[Any]):
    """Adds, changes and removes the records of one kind, for staff with the permissions that the desk asks for."""

    basename: str

    def create(self, request: Request) -> Response:
        """Add a record, as a draft unless it says otherwise."""
        sender, model = self._sender(), self._model
        if not desk_of(model).has_add_permission(sender):
            raise PermissionDenied
        return self._answer(save(sender, self._shown_by, request.data, self._as_read), status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_key: Any) -> Response:
        """Change what the body names of a record, as long as nobody changed it since it was read."""
        sender, record = self._sender(), self._stored("change")
        read_at = revision_read(request)
        standing = Standing(record, read_at, self._as_read(record))
        saved = save(sender, self._shown_by, request.data, self._as_read, standing)
        return self._answer(saved, status.HTTP_200_OK)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                REASON_WORD,
                {"type": "string", "pattern": r"^[^\u0000]*[^\u0000\s][^\u0000]*$", "maxLength": WORD_LIMIT},
                required=True,
            )
        ],
    )
    def destroy(self, request: Request, **_key: Any) -> Response:
        """Remove a record with what it owns and the claims about it, unless others refer to it."""
        sender, record = self._sender(REASON_WORD), self._stored("delete")
        read_at = revision_read(request)
        reason = reason_in_word(request.query_params.get(REASON_WORD))
        try:
            with changing(ChangeKind.REMOVAL, user=sender.user, reason=reason):
                ensure_as_read(record, read_at)
                moving.remove(type(record), record.pk, user=sender.user, reason=reason)
        except moving.MoveError as error:
            raise ReferredToError(" ".join(error.problems)) from error
        return Response(status=status.HTTP_204_NO_CONTENT, headers={"Cache-Control": PRIVATE})

    @property
    def _model(self) -> Any:
        return self.get_queryset().model

    @property
    def _shown_by(self) -> type[RecordSerializer]:
        self.detail = True  # what is answered is a single record, also where it is added to a list
        shown: type[Any] = self.get_serializer_class()
        return shown

    def _sender(self, *words: str) -> Any:
        """Return the request as the desk takes it; raise ValidationError for query words beside ``words``."""
        known = ", ".join(words) or "none"
        if unknown := [word for word in self.request.query_params if word not in words]:
            raise ValidationError(dict.fromkeys(unknown, f"Unknown word. Here it takes: {known}."))
        return self.request._request  # noqa: SLF001 - REST framework's way to Django's request

    def _stored(self, verb: str) -> Any:
        """Return the record at this address, a draft or not; raise where there is none, or the sender may not."""
        model, key = self._model, self.kwargs[self.lookup_field]
        if not may(self.request, verb, model):
            raise PermissionDenied
        record = desk_of(model).get_queryset(self.request).filter(**{self.lookup_field: key}).first()
        if record is None:
            if stone := standing_address(str(model._meta.model_name), key):
                raise Gone(stone)
            raise Http404
        return record

    def _as_read(self, record: Any) -> dict[str, Any]:
        """Return what the sender reads of ``record``."""
        self.detail = True
        with seen_by(self.request.user):
            shown = self.get_serializer(self.get_queryset().get(pk=record.pk)).data
        read: dict[str, Any] = json.loads(JSONRenderer().render(shown))
        return read

    def _answer(self, saved: Saved, code: int) -> Response:
        """Return the record as it was saved, with the tag from which the next change begins."""
        key = saved.record.natural_key()[0]
        address = reverse(f"{self.basename}-detail", kwargs={self.lookup_field: key})
        told = {"ETag": validators.etag(saved.revision, address, validators.AUTHORISED), "Cache-Control": PRIVATE}
        if code == status.HTTP_201_CREATED:
            told["Location"] = self.request.build_absolute_uri(address)
        return Response(saved.shown, status=code, headers=told)
