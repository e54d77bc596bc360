"""The numbers of a model in config/."""

from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


def arrays_of(file: str) -> dict[str, NDArray[Any]]:
    """All arrays of an .npz of the package, by name."""
    with files("worker.config").joinpath(file).open("rb") as opened, np.load(opened) as found:
        return {name: found[name] for name in found.files}
