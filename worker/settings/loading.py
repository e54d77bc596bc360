"""Settings read from flags, environment and file into one frozen, checked `Settings`.

Flag > environment `AGENCYFEED_*` > TOML file > default.  The only reader of the environment.  Every error names
the key, where its value came from, the value (masked when secret) and what is allowed.
"""

import difflib
import os
import re
import socket
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from worker.settings import cpus
from worker.settings.options import OPTIONS, SECRETS, Option, Settings, Value
from worker.settings.rules import RUN_NEEDS, Contradiction, check, missing_for_kafka
from worker.settings.values import allowed, parse

__all__ = ["Loaded", "Settings", "SettingsError", "environment", "load", "load_with_origins", "require_kafka", "shown"]

PREFIX = "AGENCYFEED_"
CONFIG = "AGENCYFEED_CONFIG"
MASK = "********"

# What Kubernetes puts into every pod beside a Service whose name starts with "agencyfeed":
# AGENCYFEED_SERVICE_HOST  AGENCYFEED_METRICS_SERVICE_PORT_HTTP  AGENCYFEED_PORT_9108_TCP_ADDR
_SERVICE_LINK = re.compile(
    r"_ (?: SERVICE_HOST $ | SERVICE_PORT (?:_|$) | PORT_\d{1,5}_(?:TCP|UDP|SCTP) (?:_|$) )", re.VERBOSE
)
# Read by the test suite, which starts workers that inherit them.
_OF_TESTS = re.compile(r"AGENCYFEED_(?:SHARED$|TEST_)")


class SettingsError(ValueError):
    """One wrong setting, said so that it can be put right."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value as it was written, and where."""

    key: str  # as written there: flag, variable or key of the file
    where: str  # "flag", "environment variable", "file /etc/agencyfeed.toml", "default"
    value: object


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings and, for each, where its value came from ("default" when nobody gave one)."""

    settings: Settings
    origins: Mapping[str, str]


def environment() -> dict[str, str]:
    """The part of the process environment that is ours."""
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}


def load(cli: Mapping[str, str], env: Mapping[str, str], file: Path | None) -> Settings:
    """Checked settings; `SettingsError` names the first wrong one."""
    return load_with_origins(cli, env, file).settings


def load_with_origins(cli: Mapping[str, str], env: Mapping[str, str], file: Path | None) -> Loaded:
    """As `load`, with the origin of every value."""
    path = file or (Path(env[CONFIG]) if env.get(CONFIG) else None)
    given: dict[str, Given] = {}
    for layer in (_from_file(path), _from_env(env), _from_cli(cli)):  # the later wins
        given |= _one_of_each_secret(layer, given)
    values = {name: _value(OPTIONS[name], one) for name, one in given.items()}
    origins = {f.name: "default" for f in fields(Settings)} | {name: _origin(one) for name, one in given.items()}
    for name in SECRETS:
        if f"{name}_file" in values:
            values[name] = _secret(given[f"{name}_file"])
            origins[name] = origins.pop(f"{name}_file")
            del values[f"{name}_file"]
    return Loaded(_checked(_settings(values), origins), origins)


def require_kafka(loaded: Loaded, needs: Sequence[str] = RUN_NEEDS) -> None:
    """`SettingsError` unless everything that consuming from and publishing to Kafka needs is there."""
    if key := missing_for_kafka(loaded.settings, needs):
        ways = f"--{key.replace('_', '-')}, {PREFIX}{key.upper()} or {key} in the settings file"
        raise SettingsError(f"{key} is not set, and Kafka cannot be used without: {OPTIONS[key].help}; set {ways}")


def shown(settings: Settings, name: str) -> Value:
    """The value for eyes and logs: a secret only as a mask."""
    value: Value = getattr(settings, name)
    return MASK if name in SECRETS and value is not None else value


def _from_cli(cli: Mapping[str, str]) -> dict[str, Given]:
    layer = {}
    for name, value in cli.items():
        flag = "--" + name.replace("_", "-")
        _known(name, flag, "flag", [n for n in OPTIONS if n not in SECRETS], lambda n: "--" + n.replace("_", "-"))
        layer[name] = Given(flag, "flag", value)
    return layer


def _from_env(env: Mapping[str, str]) -> dict[str, Given]:
    layer = {}
    for variable, value in sorted(env.items()):
        if not variable.startswith(PREFIX) or variable == CONFIG or _OF_TESTS.match(variable):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in OPTIONS and (_SERVICE_LINK.search(variable) or ("://" in value and variable.endswith("_PORT"))):
            continue
        _known(name, variable, "environment variable", list(OPTIONS), lambda n: PREFIX + n.upper())
        layer[name] = Given(variable, "environment variable", value)
    return layer


def _from_file(path: Path | None) -> dict[str, Given]:
    if path is None:
        return {}
    where = f"file {path}"
    layer = {}
    for key, value in _toml(path).items():
        if isinstance(value, dict):
            raise SettingsError(f"[{key}] ({where}) is a table; settings stand at the top of the file, outside of any")
        _known(key, key, where, list(OPTIONS), str)
        layer[key] = Given(key, where, value)
    return layer


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))  # editors on Windows begin a file with a mark
    except OSError as error:
        raise SettingsError(
            f"settings file {path} cannot be read: {error.strerror}; name another with --config"
        ) from None
    except ValueError as error:  # broken TOML or not UTF-8
        raise SettingsError(f"settings file {path} is not valid TOML: {error}") from None


def _known(name: str, written: str, where: str, names: list[str], write: Callable[[str], str]) -> None:
    if name in names:
        return
    near = difflib.get_close_matches(name.replace("-", "_").lower(), names, n=1, cutoff=0)
    raise SettingsError(f"{written} ({where}) is not a setting; the nearest is {write(near[0])}")


def _one_of_each_secret(layer: dict[str, Given], below: dict[str, Given]) -> dict[str, Given]:
    """`layer`, refused when it has a secret twice; what it overrides is taken from `below` in either spelling."""
    for name in SECRETS:
        twin = f"{name}_file"
        if name in layer and twin in layer:
            raise SettingsError(f"{layer[name].key} and {layer[twin].key} are both set ({layer[name].where}); set one")
        if name in layer or twin in layer:
            below.pop(name, None)
            below.pop(twin, None)
    return layer


def _value(option: Option, given: Given) -> Value:
    try:
        return parse(option, given.value)
    except OSError as error:
        reason = f"{allowed(option)} ({error.strerror})"
    except ValueError:
        reason = allowed(option)
    raise _wrong(option.name, _origin(given), given.value, reason)


def _wrong(name: str, origin: str, value: object, allowed_: str) -> SettingsError:
    shown_ = MASK if name in SECRETS and value is not None else _quoted(value)
    return SettingsError(f"{name}: {shown_} (from {origin}) is not allowed; allowed: {allowed_}")


def _quoted(value: object) -> str:
    text = repr(",".join(value) if isinstance(value, tuple) else value) if value not in (None, ()) else "nothing"
    before, at, host = text.rpartition("@")
    if at and before:  # name:password@host:port, as other clients take it
        text = f"'{MASK}@{host}"
    return text if len(text) <= 120 else text[:117] + "..."


def _origin(given: Given) -> str:
    return f"{given.where} {given.key}" if not given.where.startswith("file ") else f"{given.where}, key {given.key}"


def _secret(given: Given) -> str:
    """The content of a `*_file`, without the newline and the byte-order mark that editors add."""
    text = Path(str(given.value)).read_text("utf-8-sig").rstrip("\r\n")
    if not text:
        raise SettingsError(
            f"{given.key}: {given.value!r} (from {_origin(given)}) is empty; allowed: a file with the secret"
        )
    return text


def _settings(values: Mapping[str, Value]) -> Settings:
    """The dataclass, with the defaults that depend on the machine or on other settings."""
    settings = Settings(**values)  # type: ignore[arg-type]  # parse() gave each its type
    if settings.workers == 0:
        settings = replace(settings, workers=cpus.available())
    if settings.delivery == "exactly_once" and settings.transactional_id is None:
        slot = settings.group_instance_id or socket.gethostname()
        settings = replace(settings, transactional_id=f"{settings.group_id}-{slot}")
    return settings


def _checked(settings: Settings, origins: Mapping[str, str]) -> Settings:
    try:
        check(settings)
    except Contradiction as wrong:
        raise _explained(wrong, settings, origins) from None
    return settings


def _explained(wrong: Contradiction, settings: Settings, origins: Mapping[str, str]) -> SettingsError:
    return _wrong(wrong.key, origins[wrong.key], getattr(settings, wrong.key), wrong.allowed)
