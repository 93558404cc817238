"""Slashing: what staked and restaked ether can lose, alone and together with others."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, Unit

ETH: Final = Unit("ETH", decimals=4)
MILLION_ETH: Final = Unit("million ETH", decimals=1)

# Names and values as in the consensus specifications.
GWEI_PER_ETH: Final = 10**9
BASE_REWARD_FACTOR: Final = 64
MIN_SLASHING_PENALTY_QUOTIENT_ELECTRA: Final = 4_096
PROPORTIONAL_SLASHING_MULTIPLIER_BELLATRIX: Final = 3
EPOCHS_PER_SLASHINGS_VECTOR: Final = 8_192
WEIGHT_DENOMINATOR: Final = 64
#: Source and target votes, which a slashed validator is charged for until it may leave.
PENALTY_WEIGHTS: Final = 14 + 26

#: Shares of the network slashed together, in the table.
SHARES_SLASHED: Final = (
    0.00001, 0.0001, 0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 1 / 3, 0.5,
)  # fmt: skip


class StakeAboveNetworkError(ValueError):
    """The stake is larger than all that is staked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossAtShareSlashed:
    """What a slashed validator loses if so much is slashed with it."""

    share_slashed: Annotated[float, FRACTION]
    """Share of the network slashed."""
    correlation_penalty: Annotated[float, FRACTION]
    """Correlation penalty."""
    validator_loss: Annotated[float, FRACTION]
    """Loss of the stake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashingRisk:
    """Expected and possible losses of a year."""

    expected_return: Annotated[float, FRACTION]
    """Expected return in a year. Both rewards less the expected loss; a loss is negative."""
    chance_of_loss: Annotated[float, FRACTION]
    """Chance of a slash. That at least one happens in a year."""
    worst_case_loss: Annotated[float, FRACTION]
    """Loss in the bad case. All services slash, and a third of the network is slashed with your
    validator; a loss is negative."""
    chance_of_half_lost: Annotated[float, FRACTION]
    """Chance to lose half or more. In a year, of the stake."""
    chance_of_all_services: Annotated[float, FRACTION]
    """Chance that all services slash. In a year; independence would make it far smaller."""
    expected_loss: Annotated[float, FRACTION]
    """Expected loss in a year. The average over all that can happen; a loss is negative."""
    extra_return: Annotated[float, FRACTION]
    """Restaking against staking. What restaking is expected to add in a year; negative if it
    takes."""
    reward_to_break_even: Annotated[float, FRACTION]
    """Restaking reward to break even. Below this in a year, restaking is expected to lose."""
    validator_loss: Annotated[float, FRACTION]
    """Loss if the validator is slashed. All three penalties, with what you say is slashed
    together; a loss is negative."""
    initial_penalty: Annotated[float, ETH]
    """Initial penalty. Taken at once; a loss is negative."""
    correlation_penalty: Annotated[float, ETH]
    """Correlation penalty. Taken after 18 days, by what was slashed within 36; a loss is
    negative."""
    attestation_penalty: Annotated[float, ETH]
    """Penalty for missed votes. Over the 36 days until the stake may leave; a loss is negative."""
    slash_of_all_services: Annotated[float, FRACTION]
    """Loss if all services slash. At once, at most the whole stake; a loss is negative."""
    by_share_slashed: Annotated[
        tuple[LossAtShareSlashed, ...],
        Chart("line", x="share_slashed", y=("validator_loss",), log_x=True),
    ]
    """By how much is slashed together. What a slashed validator loses; a loss is negative."""


def slashing_risk(
    *,
    stake: Annotated[float, Ge(1), Le(1e6), ETH] = 32.0,
    network_stake: Annotated[float, Ge(0.1), Le(120), MILLION_ETH] = 39.1,
    slashed_together: Annotated[float, Ge(0), Le(120e6), ETH] = 1_248.0,
    validator_slash_chance: Annotated[float, Ge(0), Le(1), FRACTION] = 0.0001,
    staking_apr: Annotated[float, Ge(0), Le(1), FRACTION] = 0.027,
    services: Annotated[int, Ge(0), Le(50), COUNT] = 3,
    service_slash_chance: Annotated[float, Ge(0), Le(1), FRACTION] = 0.01,
    service_slash: Annotated[float, Ge(0), Le(1), FRACTION] = 0.10,
    common_cause: Annotated[float, Ge(0), Le(1), FRACTION] = 0.3,
    restaking_apr: Annotated[float, Ge(0), Le(1), FRACTION] = 0.01,
) -> SlashingRisk:
    """What a staked and restaked position can lose to slashing, and what it may expect.

    A validator slashed alone loses little. The more is slashed within 36 days, the more each
    loses, up to all of it: the rule punishes what fails together. Restaking adds services that may
    slash the same stake. They look independent until one cause, such as a shared operator or a
    fault in shared software, reaches all of them.

    Formula:
        initial_penalty = ⌊stake ÷ 4,096⌋, in gwei
        per_eth = ⌊10⁹ × min(3 × slashed_together, network_stake) ÷ network_stake⌋, in gwei
        correlation_penalty = stake × per_eth ÷ 10⁹
        base_reward = ⌊10⁹ × 64 ÷ ⌊√network_stake⌋⌋, in gwei
        attestation_penalty = 8,192 × ⌊stake × base_reward × 14 ÷ 64⌋, and the same for 26 ÷ 64
        penalties = initial_penalty + correlation_penalty + attestation_penalty
        validator_loss = min(1, penalties ÷ stake)
        p = service_slash_chance, c = common_cause, m = services
        chance_of_common = c × p, chance_of_single = 1 − (1 − p) ÷ (1 − c × p), each service
        chance_of_loss = 1 − (1 − validator_slash_chance) × (1 − p) × (1 − chance_of_single)ᵐ⁻¹
        expected_loss = Σ chance × min(1, slashes × service_slash), over all that can happen
        expected_return = staking_apr + restaking_apr − expected_loss

    Args:
        stake: Stake. Your ether, in validators of one operator.
        network_stake: Staked on the network. The effective balance of all active validators; 39.1
            million in late May 2026.
        slashed_together: Slashed together. All ether slashed within the 36 days, yours included;
            1,248 are the 39 validators of one operator on 10 September 2025.
        validator_slash_chance: Chance that your validator is slashed. In a year; 90 of about a
            million were slashed in 2025.
        staking_apr: Staking APR. What you earn without restaking.
        services: Services. How many may slash the restaked stake; 0 without restaking.
        service_slash_chance: Chance that a service slashes. In a year, each; nobody knows it, so
            try several.
        service_slash: Slash of one service. The share of the stake it takes.
        common_cause: Common cause. The share of that chance which hits all services at once; 0 is
            full independence, 100 % none at all.
        restaking_apr: Restaking APR. What all services pay together, after fees.

    Returns:
        The expected return, the chances of a loss and of a large one, each penalty, and the loss
        by how much is slashed together.

    Raises:
        StakeAboveNetworkError: Your stake is larger than all that is staked.

    Assumptions:
        - If you are slashed, all of your stake is, and at least that much is slashed together.
        - The chain finalises. If it does not, a slashed validator loses far more while it waits.
        - A service slashes once in a year at most, and the validator's slash and the services'
          are independent.
        - Two slashes together take their sum, at most everything.
        - All default chances for services are assumptions: slashing of restaked ether has been
          live since 17 April 2025, and there is no record to count from.

    Not modelled:
        - A loss of the restaking contract, a bridge or a liquid token, which has cost more so far
          than slashing.
        - Cover by an operator or an insurance, and the price of ether.

    Sources:
        - Ethereum consensus specifications, `ethereum/consensus-specs` a08d8a6 (2026-08-07):
          `electra/beacon-chain.md`, `slash_validator` and `process_slashings`;
          `altair/beacon-chain.md` for missed votes.
        - Lionscraft, “The 2025 Ethereum Slashing Review”, revised edition (2026-11-05): 90
          validators slashed in 2025, and the 39 of 10 September.
        - Mosleh and others, NUREG/CR-5485 (1998): common causes by the beta factor.

    Examples:
        >>> result = slashing_risk(stake=32, slashed_together=32)
        >>> result.initial_penalty, round(result.correlation_penalty, 6)
        (-0.0078125, -7.9e-05)
        >>> round(slashing_risk(services=0, validator_slash_chance=0).expected_return, 4)
        0.037
    """
    total_active_balance = int(network_stake * 1e6) * GWEI_PER_ETH
    effective_balance = int(stake) * GWEI_PER_ETH
    if effective_balance > total_active_balance:
        raise StakeAboveNetworkError(
            "Your stake is larger than all that is staked on the network. Enter a smaller stake, "
            "or more staked on the network."
        )
    initial = effective_balance // MIN_SLASHING_PENALTY_QUOTIENT_ELECTRA
    attestation = _attestation_penalty(effective_balance, total_active_balance)

    def correlation(slashed: int) -> int:
        # What is slashed includes you, and cannot be more than there is.
        slashed = min(max(slashed, effective_balance), total_active_balance)
        return _correlation_penalty(effective_balance, slashed, total_active_balance)

    def loss_of_validator(slashed: int) -> float:
        return min(1.0, (initial + correlation(slashed) + attestation) / effective_balance)

    slashed_balance = int(slashed_together * GWEI_PER_ETH)
    validator_loss = loss_of_validator(slashed_balance)
    a_third = -(-total_active_balance // PROPORTIONAL_SLASHING_MULTIPLIER_BELLATRIX)
    chances = _chances_of_slashes(services, service_slash_chance, common_cause)
    outcomes = [
        (chance * chance_of_validator, min(1.0, slashes * service_slash + loss))
        for slashes, chance in enumerate(chances)
        for loss, chance_of_validator in (
            (0.0, 1 - validator_slash_chance),
            (validator_loss, validator_slash_chance),
        )
    ]
    expected_loss = math.fsum(chance * loss for chance, loss in outcomes)
    loss_without_restaking = validator_slash_chance * validator_loss
    all_services = min(1.0, services * service_slash)
    return SlashingRisk(
        expected_return=staking_apr + restaking_apr - expected_loss,
        chance_of_loss=1 - (1 - validator_slash_chance) * chances[0],
        worst_case_loss=-min(1.0, all_services + loss_of_validator(a_third)),
        chance_of_half_lost=math.fsum(chance for chance, loss in outcomes if loss >= 0.5 - 1e-12),
        chance_of_all_services=chances[-1] if services > 0 else 0.0,
        expected_loss=-expected_loss,
        extra_return=restaking_apr - (expected_loss - loss_without_restaking),
        reward_to_break_even=max(0.0, expected_loss - loss_without_restaking),
        validator_loss=-validator_loss,
        initial_penalty=-initial / GWEI_PER_ETH,
        correlation_penalty=-correlation(slashed_balance) / GWEI_PER_ETH,
        attestation_penalty=-attestation / GWEI_PER_ETH,
        slash_of_all_services=-all_services,
        by_share_slashed=tuple(
            LossAtShareSlashed(
                share_slashed=share,
                correlation_penalty=-correlation(int(share * total_active_balance))
                / effective_balance,
                validator_loss=-loss_of_validator(int(share * total_active_balance)),
            )
            for share in SHARES_SLASHED
        ),
    )


def _correlation_penalty(effective_balance: int, slashed: int, total: int) -> int:
    """The protocol's penalty by what was slashed together, in gwei."""
    adjusted = min(slashed * PROPORTIONAL_SLASHING_MULTIPLIER_BELLATRIX, total)
    per_increment = adjusted // (total // GWEI_PER_ETH)
    return per_increment * (effective_balance // GWEI_PER_ETH)


def _attestation_penalty(effective_balance: int, total: int) -> int:
    """What a slashed validator is charged for votes until it may leave, in gwei."""
    base_reward_per_increment = GWEI_PER_ETH * BASE_REWARD_FACTOR // math.isqrt(total)
    base_reward = effective_balance // GWEI_PER_ETH * base_reward_per_increment
    per_epoch = base_reward * 14 // WEIGHT_DENOMINATOR + base_reward * 26 // WEIGHT_DENOMINATOR
    return EPOCHS_PER_SLASHINGS_VECTOR * per_epoch


def _chances_of_slashes(services: int, chance: float, common_cause: float) -> list[float]:
    """How likely 0, 1, … and all services slash in a year.

    A common cause makes all of them slash; without it each slashes by itself, so often that its
    own chance comes out as given.
    """
    if services == 0:
        return [1.0]
    common = chance * common_cause
    single = (chance - common) / (1 - common) if common < 1 else 0.0
    chances = [
        (1 - common)
        * math.comb(services, slashes)
        * single**slashes
        * (1 - single) ** (services - slashes)
        for slashes in range(services + 1)
    ]
    chances[-1] += common
    return chances
