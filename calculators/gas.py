"""Gas: what transactions cost on Ethereum and on a rollup, and from which amount they pay."""

import math
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, USD, USD_PER_TOKEN, Unit

GWEI: Final = Unit("gwei", decimals=4)
WEI: Final = Unit("wei", decimals=0)
WEI_PER_GWEI: Final = 10**9
WEI_PER_ETHER: Final = 10**18
#: EIP-1559: a full block is twice the target, and raises the base fee by an eighth.
BASE_FEE_MAX_CHANGE_DENOMINATOR: Final = 8
#: OP Stack, Fjord: estimated size in millionths of a byte from the FastLZ size, and its least.
FJORD_INTERCEPT: Final = -42_585_600
FJORD_COEFFICIENT: Final = 836_500
FJORD_LEAST_SIZE: Final = 100_000_000
#: From a quiet day to one of the busiest.
BASE_FEES: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAtBaseFee:
    """What the same transactions cost at one base fee of layer 1."""

    base_fee: Annotated[float, GWEI]
    """Base fee on layer 1."""
    layer_1_cost: Annotated[float, USD]
    """Cost on layer 1. All transactions."""
    layer_2_cost: Annotated[float, USD]
    """Cost on layer 2. All transactions; its data fee rises with the base fee of layer 1."""
    smallest_position: Annotated[float, USD]
    """Smallest sensible position. On layer 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GasCosts:
    """All transactions of one plan, from entering to leaving, on both layers."""

    layer_1_cost: Annotated[float, USD]
    """Cost on layer 1. All transactions, failed ones included."""
    layer_2_cost: Annotated[float, USD]
    """Cost on layer 2. All transactions, failed ones and data fees included."""
    worst_case_layer_1_cost: Annotated[float, USD]
    """Cost on layer 1 in the bad case. After as many full blocks as you say, if you must act."""
    cost_share: Annotated[float, FRACTION]
    """Share of the position on layer 1. What the fees take of it."""
    layer_2_cost_share: Annotated[float, FRACTION]
    """Share of the position on layer 2. The same there."""
    smallest_position: Annotated[float, USD]
    """Smallest sensible position on layer 1. From here on the fees stay below the share you
    tolerate."""
    layer_2_smallest_position: Annotated[float, USD]
    """Smallest sensible position on layer 2. The same there."""
    saving: Annotated[float, USD]
    """Saved on layer 2. Before the cost of getting there and back; negative if it costs more."""
    transaction_fee: Annotated[float, GWEI]
    """Fee of one transaction on layer 1. Base fee and tip together."""
    layer_2_execution_fee: Annotated[int, WEI]
    """Execution fee of one transaction on layer 2. For its gas there."""
    layer_2_data_fee: Annotated[int, WEI]
    """Data fee of one transaction on layer 2. For keeping it on layer 1, rounded down as the
    contract does."""
    worst_case_base_fee: Annotated[float, GWEI]
    """Base fee in the bad case. Each full block raises it by an eighth."""
    by_base_fee: Annotated[
        tuple[CostAtBaseFee, ...],
        Chart("line", x="base_fee", y=("layer_1_cost", "layer_2_cost"), log_x=True, log_y=True),
    ]
    """Costs by base fee. The same transactions on quieter and busier days."""


def gas_costs(
    *,
    position: Annotated[float, Ge(0.01), Le(1e12), USD] = 1_000.0,
    transactions: Annotated[int, Ge(1), Le(10_000), COUNT] = 4,
    gas_units: Annotated[int, Ge(21_000), Le(30_000_000), COUNT] = 150_000,
    base_fee: Annotated[float, Ge(0), Le(1e6), GWEI] = 1.0,
    priority_fee: Annotated[float, Ge(0), Le(1e6), GWEI] = 0.1,
    ether_price: Annotated[float, Ge(0.01), Le(1e7), USD_PER_TOKEN] = 2_000.0,
    failed_share: Annotated[float, Ge(0), Le(0.9), FRACTION] = 0.02,
    tolerated_share: Annotated[float, Ge(0.0001), Le(1), FRACTION] = 0.01,
    layer_2_gas_price: Annotated[float, Ge(0), Le(1e6), GWEI] = 0.01,
    compressed_bytes: Annotated[int, Ge(0), Le(130_000), COUNT] = 200,
    blob_base_fee: Annotated[float, Ge(0), Le(1e6), GWEI] = 0.01,
    base_fee_scalar: Annotated[int, Ge(0), Le(4_294_967_295), COUNT] = 1_100,
    blob_base_fee_scalar: Annotated[int, Ge(0), Le(4_294_967_295), COUNT] = 655_000,
    full_blocks: Annotated[int, Ge(0), Le(60), COUNT] = 20,
) -> GasCosts:
    """What entering, collecting and leaving costs, on Ethereum and on an OP Stack rollup.

    A fee does not ask how much is at stake: a swap of $50 pays as much gas as one of $50,000. So
    every strategy has a size below which the fees eat it, and that size moves with the base fee.

    Formula:
        transaction_fee = gas_units × (base_fee + priority_fee), in gwei
        attempts = transactions ÷ (1 − failed_share), because a failed transaction pays too
        layer_1_cost = attempts × transaction_fee × ether_price ÷ 10⁹
        size = max(100, 0.8365 × compressed_bytes − 42.5856)
        price = 16 × base_fee_scalar × base_fee + blob_base_fee_scalar × blob_base_fee
        layer_2_data_fee = size × price ÷ 10⁶, with fees in wei and rounded down
        layer_2_execution_fee = gas_units × layer_2_gas_price
        layer_2_cost = attempts × (layer_2_execution_fee + layer_2_data_fee) × ether_price ÷ 10¹⁸
        smallest_position = layer_1_cost ÷ tolerated_share
        worst_case_base_fee = base_fee × 1.125ⁿ, with n full blocks, each rise rounded down to wei

    Args:
        position: Position. What the transactions are about.
        transactions: Transactions. All of them: approve, enter, collect, leave.
        gas_units: Gas of one transaction. 21,000 for a plain transfer of ether; about 65,000 for a
            token and 150,000 for a swap.
        base_fee: Base fee on layer 1. Burned; look it up on the day. It changes with every block.
        priority_fee: Priority fee. The tip for whoever includes the transaction.
        ether_price: Price of ether. In dollars.
        failed_share: Share that fails. A transaction that fails pays all the same.
        tolerated_share: Share you tolerate. How much of the position fees may take in all.
        layer_2_gas_price: Gas price on layer 2. Base fee and tip of the rollup together.
        compressed_bytes: Compressed bytes. FastLZ size of one signed transaction; about 200 for
            a swap.
        blob_base_fee: Blob base fee on layer 1. What the rollup pays for its data.
        base_fee_scalar: Base fee scalar. Set by the rollup's operator; the start value is the
            example in the OP Stack's guide for operators, of a rollup that fills its blobs.
        blob_base_fee_scalar: Blob base fee scalar. Set by the rollup's operator; the example of the
            same guide.
        full_blocks: Full blocks in the bad case. In a row, before your transaction; 20 take four
            minutes.

    Returns:
        Costs on both layers, the smallest sensible positions, the exact fees of one transaction,
        and a table over base fees.

    Assumptions:
        - All transactions use the same gas and meet the same fees.
        - A failed transaction uses all its gas and is tried again until it works.
        - The rollup is of the OP Stack since its Fjord upgrade; base and blob base fee are those
          the rollup last heard of from layer 1.
        - In the table the blob base fee stays as it is.
        - The start values are an illustration of a quiet day, not a forecast.

    Not modelled:
        - The bridge: moving in and out, its fee, its waiting time and its risk.
        - Operator fees of newer rollups, and rollups of other kinds (Arbitrum, zkSync, Starknet).
        - Slippage, price impact and what faster traders take from a swap.
        - The gas changes that the Glamsterdam upgrade drafts.

    Sources:
        - ethereum.org, “Gas and fees”, `ethereum/ethereum-org-website` 0958bcc.
        - EIP-1559 (final; text of 2026-08-22): base fee and its greatest change.
        - OP Stack specification, “Fjord: L1-cost fee changes”, `ethereum-optimism/specs`, and the
          tests of `GasPriceOracle`, `ethereum-optimism/optimism` 04b4b34; for the scalars “Using
          blobs”, `ethereum-optimism/docs` 13aafdc.

    Examples:
        >>> plain = gas_costs(transactions=1, gas_units=21_000, base_fee=10, priority_fee=2,
        ...     failed_share=0, ether_price=2_000)
        >>> plain.transaction_fee, round(plain.layer_1_cost, 6)
        (252000.0, 0.504)
        >>> gas_costs(base_fee=100, full_blocks=6).worst_case_base_fee
        202.728652952
    """
    attempts = transactions / (1 - failed_share)

    def layer_1_cost_at(base_fee: float) -> float:
        wei = gas_units * (_wei(base_fee) + _wei(priority_fee))
        return attempts * wei / WEI_PER_ETHER * ether_price

    execution_fee = gas_units * _wei(layer_2_gas_price)

    def data_fee_at(base_fee: float) -> int:
        size = max(FJORD_INTERCEPT + FJORD_COEFFICIENT * compressed_bytes, FJORD_LEAST_SIZE)
        price = base_fee_scalar * _wei(base_fee) * 16 + blob_base_fee_scalar * _wei(blob_base_fee)
        return size * price // 10**12

    def layer_2_cost_at(base_fee: float) -> float:
        return attempts * (execution_fee + data_fee_at(base_fee)) / WEI_PER_ETHER * ether_price

    worst_case_base_fee = _wei(base_fee)
    for _ in range(full_blocks):
        worst_case_base_fee += max(worst_case_base_fee // BASE_FEE_MAX_CHANGE_DENOMINATOR, 1)

    layer_1_cost, layer_2_cost = layer_1_cost_at(base_fee), layer_2_cost_at(base_fee)
    return GasCosts(
        layer_1_cost=layer_1_cost,
        layer_2_cost=layer_2_cost,
        worst_case_layer_1_cost=layer_1_cost_at(worst_case_base_fee / WEI_PER_GWEI),
        cost_share=layer_1_cost / position,
        layer_2_cost_share=layer_2_cost / position,
        smallest_position=layer_1_cost / tolerated_share,
        layer_2_smallest_position=layer_2_cost / tolerated_share,
        saving=layer_1_cost - layer_2_cost,
        transaction_fee=gas_units * (_wei(base_fee) + _wei(priority_fee)) / WEI_PER_GWEI,
        layer_2_execution_fee=execution_fee,
        layer_2_data_fee=data_fee_at(base_fee),
        worst_case_base_fee=worst_case_base_fee / WEI_PER_GWEI,
        by_base_fee=tuple(
            CostAtBaseFee(
                base_fee=fee,
                layer_1_cost=layer_1_cost_at(fee),
                layer_2_cost=layer_2_cost_at(fee),
                smallest_position=layer_1_cost_at(fee) / tolerated_share,
            )
            for fee in BASE_FEES
        ),
    )


def _wei(gwei: float) -> int:
    return math.floor(gwei * WEI_PER_GWEI + 0.5)
