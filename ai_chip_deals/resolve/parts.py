"""The parts of a record's key as columns again."""

from __future__ import annotations

import narwhals as nw

from ai_chip_deals.resolve.engines import Frame
from ai_chip_deals.rows.keys import KEY_PARTS, NOT_STATED, UNNAMED


def with_parts(rows: Frame, table: str) -> Frame:
    """Add the parts of `record_id` as columns, but for `as_of`, which every claim has in full.

    What no source states is null.
    """
    parts = nw.concat_str([nw.col("record_id"), nw.lit(NOT_STATED)], separator="/").str.split("/")
    stated = {
        name: nw.col("_parts").list.get(place)
        for place, name in enumerate(KEY_PARTS[table])
        if name != "as_of"
    }
    return (
        rows.with_columns(_parts=parts)
        .with_columns(**stated)
        .with_columns(
            nw.when(~nw.col(name).is_in([NOT_STATED, UNNAMED])).then(nw.col(name)).alias(name)
            for name in stated
        )
        .drop("_parts")
    )
