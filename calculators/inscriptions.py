"""Inscriptions: what it costs to put content on Bitcoin for good."""

from dataclasses import dataclass
from math import floor
from typing import Annotated, Final, Literal

from annotated_types import Ge, Le

from livecalc.interface.chart import Chart
from livecalc.interface.units import COUNT, FRACTION, USD, Unit

BYTES: Final = Unit("bytes", decimals=0)
SATS: Final = Unit("sats", decimals=0)
SATS_PER_VBYTE: Final = Unit("sat/vB", decimals=1)
VBYTES: Final = Unit("vB", decimals=0)
WEIGHT_UNITS: Final = Unit("weight units", decimals=0)

SATS_PER_BITCOIN: Final = 100_000_000
#: Transactions above this weight are not passed on by Bitcoin Core.
STANDARD_WEIGHT: Final = 400_000
#: Bytes that one push in a script can carry.
LONGEST_PUSH: Final = 520
#: Fee rates of quiet and of crowded days.
FEE_RATES: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0)

#: A transaction's weight apart from inputs and outputs: version, two counts and lock time.
BASE_WEIGHT: Final = 4 * (4 + 1 + 1 + 4)
SEGWIT_MARKER_WEIGHT: Final = 2
TAPROOT_OUTPUT_BYTES: Final = 43
#: Bytes of an output to an address of each kind: amount, length and script.
OUTPUT_BYTES: Final = {"taproot": 43, "native-segwit": 31, "nested-segwit": 32, "legacy": 34}
#: Weight of spending a coin of each kind, signed by one key.
INPUT_WEIGHT: Final = {
    "taproot": 4 * 41 + 66,
    "native-segwit": 4 * 41 + 108,
    "nested-segwit": 4 * 64 + 108,
    "legacy": 4 * 148,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAtFeeRate:
    """The cost if the network's fee rate were another."""

    fee_rate: Annotated[float, SATS_PER_VBYTE]
    """Fee rate."""
    network_fee: Annotated[int, SATS]
    """Network fee."""
    cost: Annotated[float, USD]
    """Cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InscriptionCost:
    """What an inscription costs, and what it must sell for."""

    cost: Annotated[float, USD]
    """Cost. Network fees of both transactions and the service's fee; gone whether it sells or
    not."""
    break_even_price: Annotated[float, USD] | None
    """Price to break even. What a buyer must pay so that the cost and the postage come back after
    the marketplace's fee; none if that fee takes everything."""
    worst_case_cost: Annotated[float, USD]
    """Cost on a crowded day. At the fee rate of the bad case."""
    sats_needed: Annotated[int, SATS]
    """Sats you need. Network fees and postage; the service's fee comes on top."""
    network_fee: Annotated[int, SATS]
    """Network fee. Of both transactions."""
    commit_fee: Annotated[int, SATS]
    """Fee of the first transaction. It commits to the content without showing it."""
    reveal_fee: Annotated[int, SATS]
    """Fee of the second transaction. It carries the content."""
    commit_size: Annotated[int, VBYTES]
    """Size of the first transaction. In virtual bytes, rounded up."""
    reveal_size: Annotated[int, VBYTES]
    """Size of the second transaction. In virtual bytes, rounded up."""
    reveal_weight: Annotated[int, WEIGHT_UNITS]
    """Weight of the second transaction. One byte of content is one unit."""
    content_fee: Annotated[float, SATS]
    """Rule of thumb. A quarter of the content's bytes times the fee rate; the rest of the network
    fee is overhead."""
    relayed: bool
    """Passed on by ordinary nodes. If not, a miner has to be found who takes it directly."""
    by_fee_rate: Annotated[
        tuple[CostAtFeeRate, ...],
        Chart("line", x="fee_rate", y=("cost",), log_x=True, log_y=True),
    ]
    """Cost by fee rate. The same content on quieter and on more crowded days."""


def inscription_cost(
    *,
    content_bytes: Annotated[int, Ge(1), Le(400_000), BYTES] = 20_000,
    content_type_bytes: Annotated[int, Ge(1), Le(255), BYTES] = 10,
    fee_rate: Annotated[float, Ge(0.1), Le(10_000), SATS_PER_VBYTE] = 5.0,
    wallet: Literal["taproot", "native-segwit", "nested-segwit", "legacy"] = "taproot",
    coins_spent: Annotated[int, Ge(1), Le(250), COUNT] = 1,
    postage: Annotated[int, Ge(330), Le(SATS_PER_BITCOIN), SATS] = 10_000,
    service_fee: Annotated[float, Ge(0), Le(1e6), USD] = 0.0,
    bitcoin_price: Annotated[float, Ge(1), Le(1e9), USD] = 100_000.0,
    marketplace_fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.02,
    worst_case_fee_rate: Annotated[float, Ge(0.1), Le(10_000), SATS_PER_VBYTE] = 200.0,
) -> InscriptionCost:
    """What it costs to inscribe a file on Bitcoin, and what it must sell for.

    An inscription takes two transactions: the first commits to the content, the second reveals it.
    Content gets the witness discount, so four bytes of it cost as much as one byte of anything
    else. The size is counted byte by byte; the fee is that size times the day's fee rate.

    Formula:
        reveal_weight = 4 × other_bytes + witness_bytes, of the second transaction
        reveal_size = reveal_weight ÷ 4, rounded up to whole virtual bytes
        commit_size = commit_weight ÷ 4, rounded up to whole virtual bytes
        commit_fee = commit_size × fee_rate, rounded to whole sats
        reveal_fee = reveal_size × fee_rate, rounded to whole sats
        network_fee = commit_fee + reveal_fee
        content_fee = content_bytes ÷ 4 × fee_rate
        sats_needed = network_fee + postage
        cost = network_fee × bitcoin_price ÷ 100,000,000 + service_fee
        break_even_price = (cost + postage_value) ÷ (1 − marketplace_fee)

    Args:
        content_bytes: File size. Bytes of the content as it is inscribed, compressed if it is.
        content_type_bytes: Length of the content type. Characters of its name: 10 for
            “image/webp”, 24 for “text/plain;charset=utf-8”.
        fee_rate: Fee rate. What the network asks today; look at a mempool site at the hour you
            send.
        wallet: Wallet. The kind of address your coins lie on and the inscription goes to.
        coins_spent: Coins spent. How many separate amounts the first transaction gathers.
        postage: Postage. Sats that the inscription rests on; they stay yours until you sell.
        service_fee: Service fee. What an inscription service or a launchpad charges.
        bitcoin_price: Bitcoin price. A round number to begin with, not a quotation.
        marketplace_fee: Marketplace fee. The share of a sale that the marketplace keeps.
        worst_case_fee_rate: Fee rate in the bad case. What a crowded day asks.

    Returns:
        The cost and its parts, and a table of the cost by fee rate.

    Assumptions:
        - The first transaction has two outputs: one for the second transaction, one for change.
        - The second has one input and one output, and inscribes one file with a content type and
          nothing else: no parent, no metadata, no pointer.
        - Content is pushed in pieces of 520 bytes. Signatures are as long as they can be.
        - A node rounds a transaction's size up to whole virtual bytes and the wallet rounds the
          fee to whole sats, as `ord` does.
        - The default size, fee rate, prices and marketplace fee are an illustration.

    Not modelled:
        - Batches, which share the overhead, and collections with a parent inscription.
        - A second attempt at a higher fee, failed mints, moving or selling the inscription later.
        - Your time, taxes, and whether anyone wants to buy it.

    Sources:
        - `ord` documentation and source, `casey/ord` aae87e3d (2025-03-25): the rule of thumb, the
          two transactions, the script, 10,000 sats of postage, a limit of 400,000 weight units.
        - BIP 141 (weight and virtual size) and BIP 341 (spending by script path), final.
        - OKX, `okx/go-wallet-sdk`, 8b582cd (2026-01-09), `inscribe_test.go`: the fees of four
          layouts.

    Examples:
        >>> mint = inscription_cost(content_bytes=52, content_type_bytes=24, fee_rate=2)
        >>> mint.reveal_size, mint.reveal_fee, mint.commit_size
        (151, 302, 154)
        >>> inscription_cost(content_bytes=20_000, fee_rate=5).content_fee
        25000.0
    """
    reveal_weight = (
        BASE_WEIGHT
        + SEGWIT_MARKER_WEIGHT
        + 4 * 41
        + 4 * OUTPUT_BYTES[wallet]
        + _reveal_witness_bytes(content_type_bytes, content_bytes)
    )
    commit_weight = (
        BASE_WEIGHT
        + (0 if wallet == "legacy" else SEGWIT_MARKER_WEIGHT)
        + coins_spent * INPUT_WEIGHT[wallet]
        + 4 * (TAPROOT_OUTPUT_BYTES + OUTPUT_BYTES[wallet])
    )
    reveal_size = _virtual_size(reveal_weight)
    commit_size = _virtual_size(commit_weight)

    def network_fee_at(rate: float) -> int:
        return _fee(commit_size, rate) + _fee(reveal_size, rate)

    def cost_at(rate: float) -> float:
        return network_fee_at(rate) * bitcoin_price / SATS_PER_BITCOIN + service_fee

    cost = cost_at(fee_rate)
    postage_value = postage * bitcoin_price / SATS_PER_BITCOIN
    kept = 1 - marketplace_fee
    return InscriptionCost(
        cost=cost,
        break_even_price=(cost + postage_value) / kept if kept > 0 else None,
        worst_case_cost=cost_at(worst_case_fee_rate),
        sats_needed=network_fee_at(fee_rate) + postage,
        network_fee=network_fee_at(fee_rate),
        commit_fee=_fee(commit_size, fee_rate),
        reveal_fee=_fee(reveal_size, fee_rate),
        commit_size=commit_size,
        reveal_size=reveal_size,
        reveal_weight=reveal_weight,
        content_fee=content_bytes / 4 * fee_rate,
        relayed=reveal_weight <= STANDARD_WEIGHT and commit_weight <= STANDARD_WEIGHT,
        by_fee_rate=tuple(
            CostAtFeeRate(fee_rate=rate, network_fee=network_fee_at(rate), cost=cost_at(rate))
            for rate in FEE_RATES
        ),
    )


def _reveal_witness_bytes(content_type_bytes: int, content_bytes: int) -> int:
    """Three stack items: a signature, the script with the envelope, and the control block."""
    script = (
        _pushed(32)  # public key
        + 1  # OP_CHECKSIG
        + 2  # OP_FALSE OP_IF
        + _pushed(3)  # "ord"
        + _pushed(1)  # the tag of the content type
        + _pushed(content_type_bytes)
        + 1  # the tag of the body: an empty push
        + content_bytes // LONGEST_PUSH * _pushed(LONGEST_PUSH)
        + _pushed(content_bytes % LONGEST_PUSH)
        + 1  # OP_ENDIF
    )
    return 1 + _prefixed(64) + _prefixed(script) + _prefixed(33)


def _pushed(size: int) -> int:
    """Bytes in a script that push so many bytes; nothing for nothing."""
    if size == 0:
        return 0
    if size <= 75:
        return 1 + size
    return (2 if size <= 255 else 3) + size


def _prefixed(size: int) -> int:
    """Bytes in a witness with the length before them."""
    if size < 253:
        return 1 + size
    return (3 if size <= 0xFFFF else 5) + size


def _fee(size: int, rate: float) -> int:
    return floor(size * rate + 0.5)


def _virtual_size(weight: int) -> int:
    return -(-weight // 4)
