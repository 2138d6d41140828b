"""Pages of long lists, and long tables of rows on a page."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

#: A table with more rows than this is folded until somebody opens it.
LONG = 40


class KeysFirst(Paginator):  # type: ignore[type-arg]
    """Finds which rows stand on a page before it reads them: sorting all of them whole would take seconds."""

    def page(self, number: int | str) -> Page[Any]:
        """Return the page with its rows."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = list(rows.select_related(None).values_list("pk", flat=True)[first : first + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)


class LongTables(BaseModelAdmin):  # type: ignore[type-arg]
    """Folds long tables of rows, those with an error excepted."""

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None, **options: Any
    ) -> Any:
        """Return the tables; a long one is folded."""
        tables = super().get_inline_formsets(request, formsets, inline_instances, obj, **options)  # type: ignore[misc]
        for table in tables:
            if len(table.formset.forms) > LONG:
                table.classes = f"{table.classes} collapse".strip()
        return tables
