"""Which programs can be named: the mapping files that come with truetonne, and those that a load brought along."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from truetonne.supply.models import Program
from truetonne.supply.registry_records.house import with_house_layouts
from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.registry_records.mapping_file import read_mapping

SHIPPED = "shipped"


class ProgramUnknown(Exception):
    """No mapping is known for a program; carries the name and the programs that are known."""

    code = "program_unknown"

    def __init__(self, *, program: str, known: tuple[str, ...]) -> None:
        super().__init__(f"program {program!r} is unknown; known are {', '.join(known)}")
        self.program = program
        self.known = known


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramMapping:
    """A mapping with its text and where it came from."""

    name: str
    text: str
    mapping: Mapping

    @property
    def code(self) -> str:
        """The program's code."""
        return self.mapping.program.code


def make_program_mapping(*, text: str, name: str) -> ProgramMapping:
    """Read a mapping file's text. Raises MappingInvalid."""
    return ProgramMapping(name=name, text=text, mapping=with_house_layouts(mapping=read_mapping(text=text, name=name)))


@cache
def list_shipped() -> tuple[ProgramMapping, ...]:
    """The mappings that come with truetonne, by code."""
    folder = files("truetonne.supply.mappings")
    texts = sorted(
        (file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    )
    read = (read_mapping(text=text, name=name) for name, text in texts)
    return tuple(
        ProgramMapping(name=SHIPPED, text=text, mapping=with_house_layouts(mapping=mapping))
        for (_, text), mapping in zip(texts, read, strict=True)
    )


def find_program(*, program: str) -> ProgramMapping:
    """Return a program's mapping by its code or an alias, in any case. Raises ProgramUnknown.

    A mapping that an operator's load brought wins over the shipped one of the same code.
    """
    wanted = _fold(program)
    stored = Program.objects.filter(code=wanted).exclude(mapping_name=SHIPPED).first()
    if stored is not None:
        return make_program_mapping(text=stored.mapping_text, name=stored.mapping_name)
    for shipped in list_shipped():
        if wanted == shipped.code or wanted in (_fold(alias) for alias in shipped.mapping.program.aliases):
            return shipped
    raise ProgramUnknown(program=program, known=list_known())


def list_programs_by_code() -> dict[str, ProgramMapping]:
    """Every known program's mapping by its code."""
    return {code: find_program(program=code) for code in list_known()}


def list_known() -> tuple[str, ...]:
    """Codes of every program that a command may name."""
    own = Program.objects.exclude(mapping_name=SHIPPED).values_list("code", flat=True)
    return tuple(sorted({*own, *(shipped.code for shipped in list_shipped())}))


def _fold(program: str) -> str:
    return "_".join(program.strip().casefold().replace("-", " ").replace("_", " ").split())
