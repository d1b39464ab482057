"""The projects that our blocks belong to, also where no project list of the registry named them yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from truetonne.supply.models import Project, RegistryIssuance, RegistryUse
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.storing.holdings import StagedBlock


def ensure_projects(*, program: str, blocks: Sequence[StagedBlock], new_id: Callable[[], UUID]) -> dict[str, Project]:
    """Return the project of each block by its ref; one that no list names is recorded and blocks until one does."""
    refs = {block.project for block in blocks if block.project}
    known = {project.ref: project for project in Project.objects.filter(program_id=program, ref__in=refs)}
    for block in blocks:
        if block.project and block.project not in known:
            known[block.project] = _make(program=program, block=block, pk=new_id())
    return known


def _make(*, program: str, block: StagedBlock, pk: UUID) -> Project:
    """What the block and the public transactions of its project say, until a project list says more."""
    said = RegistryIssuance.objects.filter(program=program, project=block.project).order_by("-id").first()
    used = RegistryUse.objects.filter(program=program, project=block.project).order_by("-id").first()

    def first(name: str) -> str:
        sources = (getattr(block, name, ""), getattr(said, name, ""), getattr(used, name, ""))
        return next((str(value) for value in sources if value), "")

    return Project.objects.create(
        id=pk, program_id=program, ref=block.project, name=first("name"), standing=Standing.BLOCKED.value,
        is_listed=False, developer=first("developer"), country=first("country"), project_type=first("project_type"),
        methodology=first("methodology"), credit_class=first("credit_class"),
    )  # fmt: skip
