"""Programs, projects, registries' public records, the operator's blocks, reviews and prices.

Text that a registry does not state is blank, never null. Constraints are the truth; actions give the messages.
"""

from __future__ import annotations

from truetonne.supply.models.acceptances import ParameterDecision, ParameterProposal, ParameterWithdrawal
from truetonne.supply.models.ccp import CcpDecision, CcpEdition
from truetonne.supply.models.contributions import Contribution
from truetonne.supply.models.destructions import DestroyedContainer, Destruction, DestructionIssue
from truetonne.supply.models.dossier import (
    BuyerCondition,
    CoBenefitFigure,
    DocumentFile,
    DossierEntry,
    ExternalRating,
    GrossToNet,
    ProjectDisclaimer,
    ProjectDocument,
    ProjectNews,
    ProjectProfile,
    ProjectStory,
    UnitLabel,
)
from truetonne.supply.models.forwards import (
    AdjustmentStatement,
    BufferPart,
    ContractCommitment,
    ContractDelivery,
    ContractEnd,
    ContractHold,
    ContractSchedule,
    ContractSignature,
    DeliveryShare,
    ForwardContract,
    Jurisdiction,
    ScheduledYear,
)
from truetonne.supply.models.fuels import FuelBatch, FuelEnd, FuelEvidence, FuelIssue, FuelPrice
from truetonne.supply.models.holdings import Holding, PriceFact, Review
from truetonne.supply.models.loads import ImportRow, ImportRun, Program
from truetonne.supply.models.projects import Project, ProjectEdition, StatusJudgement
from truetonne.supply.models.records import (
    HeldDecision,
    HeldRow,
    RecordEdition,
    RegistryIssuance,
    RegistryRecord,
    RegistryUse,
)
from truetonne.supply.models.reviewing import (
    DeveloperFinding,
    OpinionLoad,
    ReviewAct,
    ReviewCase,
    ReviewComputation,
    ReviewerDeclaration,
    ReviewEvidence,
    ReviewPublication,
    ReviewReading,
    ReviewTrigger,
)
from truetonne.supply.models.statements import PublishedStatement
from truetonne.supply.models.uploads import Upload

__all__ = [
    "AdjustmentStatement",
    "BufferPart",
    "BuyerCondition",
    "CcpDecision",
    "CcpEdition",
    "CoBenefitFigure",
    "ContractCommitment",
    "ContractDelivery",
    "ContractEnd",
    "ContractHold",
    "ContractSchedule",
    "ContractSignature",
    "Contribution",
    "DeliveryShare",
    "DestroyedContainer",
    "Destruction",
    "DestructionIssue",
    "DeveloperFinding",
    "DocumentFile",
    "DossierEntry",
    "ExternalRating",
    "ForwardContract",
    "FuelBatch",
    "FuelEnd",
    "FuelEvidence",
    "FuelIssue",
    "FuelPrice",
    "GrossToNet",
    "HeldDecision",
    "HeldRow",
    "Holding",
    "ImportRow",
    "ImportRun",
    "Jurisdiction",
    "OpinionLoad",
    "ParameterDecision",
    "ParameterProposal",
    "ParameterWithdrawal",
    "PriceFact",
    "Program",
    "Project",
    "ProjectDisclaimer",
    "ProjectDocument",
    "ProjectEdition",
    "ProjectNews",
    "ProjectProfile",
    "ProjectStory",
    "PublishedStatement",
    "RecordEdition",
    "RegistryIssuance",
    "RegistryRecord",
    "RegistryUse",
    "Review",
    "ReviewAct",
    "ReviewCase",
    "ReviewComputation",
    "ReviewEvidence",
    "ReviewPublication",
    "ReviewReading",
    "ReviewTrigger",
    "ReviewerDeclaration",
    "ScheduledYear",
    "StatusJudgement",
    "UnitLabel",
    "Upload",
]
