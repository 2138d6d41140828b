"""What the fixtures are to hold so that they are the archive as the public sees it."""

from campaigns.builder.build import Built
from campaigns.builder.columns import RowName, shape_of
from campaigns.builder.edits import Rows, moved, say
from campaigns.builder.schema import Move
from campaigns.edits.rows import ExportError, belongs_to, given, owner_of, without
from qualitymonth.loading.states import model_named
from qualitymonth.moves import Moves


class Wanted:
    """What the fixtures are to hold, and what is left out of them."""

    def __init__(self, archive: Rows, public: set[RowName], followed: Moves) -> None:
        self.archive, self.public, self.followed = archive, public, followed
        self.left_out: list[str] = []
        self.staying: set[RowName] = set()

    def rows(self, now: Built, bare: Built) -> tuple[Rows, list[Move]]:
        """Return the rows that the fixtures are to hold, and the moves that lead to their keys."""
        moves = self._moves(bare.rows)
        standing = {name: given(fields) for name, fields in moved(now.rows, moves).items()}
        wanted: Rows = {}
        for name, fields in standing.items():
            goes_with = belongs_to(name, fields)
            if name in self.archive:
                wanted[name] = self.archive[name] if name in self.public else fields
                if name not in self.public and wanted[name] != self.archive[name]:
                    self.left_out.append(f"{say(name)}: is not public; stays as the fixtures have it")
            elif {name, goes_with} & (self.staying | (self.archive.keys() - self.public)):
                wanted[name] = fields
        new = self.public - standing.keys()
        wanted |= {name: fields for name, fields in self.archive.items() if name in new}
        while self._leaning(wanted, standing):
            pass
        self.left_out += [
            f"{say(name)}: is not public" for name in self.archive if name not in self.public and name not in standing
        ]
        return wanted, moves

    def _moves(self, rows: Rows) -> list[Move]:
        """Return the moves of records that the dossiers hold, each straight to where the record stands."""
        moves = []
        for kind, key in sorted(self.followed.moved, key=str):
            to = self.followed.follow(kind, key)
            if (kind, (key,)) not in rows or (kind, (to,)) not in self.archive:
                continue
            merged = self.followed.was_merged(kind, key)
            if merged and (kind, (to,)) not in self.public:
                self.left_out.append(f"{say((kind, (key,)))}: was merged into {to}, which is not public")
                self.staying.add((kind, (key,)))
                continue
            moves.append(Move(kind=kind, key=key, to=to, merged=merged or (kind, (to,)) in rows))
        return moves

    def _leaning(self, wanted: Rows, standing: Rows) -> bool:
        """Mend rows that refer to what the fixtures will not hold; tell whether there was any."""
        leaning = [
            (name, column, (kind, tuple(fields[column])))
            for name, fields in wanted.items()
            for column, kind in shape_of(name[0]).references.items()
            if fields.get(column) and (kind, tuple(fields[column])) not in wanted
        ]
        for name, column, target in leaning:
            if wanted.get(name, {}).get(column) != list(target[1]):
                continue
            if name[0] == "signature":
                self._leave_list(wanted, standing, name)
            elif name in standing:
                self._leave_field(wanted, standing, name, column)
            else:
                del wanted[name]
            self.left_out.append(f"{say(name)}: {column} refers to {say(target)}, which is not public")
        return bool(leaning)

    def _leave_field(self, wanted: Rows, standing: Rows, name: RowName, column: str) -> None:
        """Let a field refer to what the fixtures have there, or else to what the archive has, or to nothing."""
        kind = shape_of(name[0]).references[column]
        values = [side[name][column] for side in (standing, self.archive) if side.get(name, {}).get(column)]
        held = next((value for value in values if (kind, tuple(value)) in wanted), None)
        if held is None and not model_named(name[0])._meta.get_field(column).null:
            raise ExportError([f"{say(name)}: its {column} is not public: publish it first"])
        wanted[name] = {**wanted[name], column: held} if held else without(wanted[name], column)

    @staticmethod
    def _leave_list(wanted: Rows, standing: Rows, name: RowName) -> None:
        """Let a list be as the fixtures have it; a new record with such a list is left out."""
        owner = owner_of(name)
        if owner not in standing:
            del wanted[name]
            wanted.pop(owner, None)
        elif wanted[name] == standing.get(name):
            del wanted[name]
        else:
            for other in [other for other in wanted if other[0] == name[0] and owner_of(other) == owner]:
                del wanted[other]
            wanted |= {row: fields for row, fields in standing.items() if row[0] == name[0] and owner_of(row) == owner}
