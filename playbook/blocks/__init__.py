"""The blocks that show facts on a page, each filling itself from the facts."""

from typing import Final

from playbook.blocks.avenues import AvenuesBlock
from playbook.blocks.base import FactBlock
from playbook.blocks.comparison import ComparisonBlock
from playbook.blocks.fit import FitBlock
from playbook.blocks.guide import ChecklistBlock, QuizBlock
from playbook.blocks.incidents import IncidentsBlock
from playbook.blocks.money_flow import MoneyFlowBlock
from playbook.blocks.platforms import PlatformBlock, PlatformsBlock
from playbook.blocks.reference import ChangesBlock, ClaimsBlock, GlossaryBlock
from playbook.blocks.review import FreshnessBlock, ReviewedBlock
from playbook.blocks.risks import RiskBlock, RiskRemediesBlock, RisksBlock, RiskSignsBlock
from playbook.blocks.sources import SourcesBlock

BLOCKS: Final[tuple[type[FactBlock], ...]] = (
    SourcesBlock,
    ReviewedBlock,
    RisksBlock,
    RiskBlock,
    RiskRemediesBlock,
    RiskSignsBlock,
    IncidentsBlock,
    MoneyFlowBlock,
    ChecklistBlock,
    QuizBlock,
    PlatformBlock,
    PlatformsBlock,
    AvenuesBlock,
    ComparisonBlock,
    FitBlock,
    GlossaryBlock,
    ClaimsBlock,
    ChangesBlock,
    FreshnessBlock,
)
