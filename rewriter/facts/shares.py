"""Parts that are told in words, as per cent: "by half", "med en tredjedel"."""

from __future__ import annotations

from rewriter.schemas import Quantity


def as_share(quantity: Quantity) -> Quantity:
    """The quantity in whole per cent where words alone tell a part of one; else as it is.

    >>> half = Quantity(start=3, end=10, text="by half", value=0.5, kind="ratio")
    >>> as_share(half).kind, as_share(half).value
    ('percent', 50.0)
    """
    told = quantity.kind == "ratio" and quantity.scale is None and 0 < quantity.value < 1
    if not told or any(sign.isdigit() for sign in quantity.text):
        return quantity
    percent = float(round(100 * quantity.value))
    return quantity.model_copy(update={"kind": "percent", "value": percent})
